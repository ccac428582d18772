"""Guests, their letters and their links, as tests need them."""

from __future__ import annotations

import re

from django.core import mail

from pacte.accounts.models import Guest, Organisation
from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import ensure_guest, issue_guest_link
from pacte.notifications.models import GuestLetter
from pacte.notifications.services.guest_letters import send_guest_letter
from tests.cast import MACHINE

_SECRET = re.compile(r"/mon-dossier/([\w-]{32})/")


def guest_of(host: Organisation, email: str = "mairie@exemple.fr", name: str = "") -> Guest:
    with acting_as(MACHINE):
        return ensure_guest(actor=MACHINE, host=host, email=email, name=name, synthetic=True)


def secret_for(guest: Guest, scope: GuestScope = GuestScope.APPLY, subject_id: int | None = None) -> str:
    with acting_as(MACHINE):
        return issue_guest_link(actor=MACHINE, guest=guest, scope=scope, subject_id=subject_id).secret


def send_waiting_letters() -> list[str]:
    """Runs the jobs of all letters that wait. Returns the secrets of the letters that left."""
    outbox = len(mail.outbox)
    with acting_as(MACHINE):
        for letter_id in list(GuestLetter.objects.filter(state="waiting").values_list("pk", flat=True)):
            send_guest_letter(actor=MACHINE, letter_id=letter_id)
    return [found[1] for each in mail.outbox[outbox:] if (found := _SECRET.search(str(each.body)))]
