"""Delete expired web sessions and the rate-limit buckets unused for a day."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore

from pacte.accounts.services import purge_buckets


def delete_expired_logins() -> None:
    SessionStore.clear_expired()
    purge_buckets()
