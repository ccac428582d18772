"""Delete expired web sessions, the rate-limit buckets unused for a day, and links of guests that open nothing more."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore

from pacte.accounts.row_context import acting_as
from pacte.accounts.services import delete_old_guests, purge_buckets
from pacte.kernel.actor import system_actor
from pacte.notifications.services.guest_letters import delete_old_guest_letters


def delete_expired_logins() -> None:
    SessionStore.clear_expired()
    purge_buckets()
    with acting_as(system_actor("durées de conservation")) as actor:
        delete_old_guest_letters(actor=actor)
        delete_old_guests(actor=actor)
