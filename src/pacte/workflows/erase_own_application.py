"""Erases an application at the request of whoever applied, and lists it in the ledger that a restore reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from pacte.infra.erasure_ledger import append_erasures
from pacte.kernel.actor import Actor
from pacte.procedures.services.own_erasure import erase_own_application

if TYPE_CHECKING:
    from pacte.procedures.models import Application


def erase_given_application(*, actor: Actor, application: Application) -> None:
    """Raises as ``erase_own_application``: ``NotFound`` or ``Conflict``."""
    with transaction.atomic():
        record = erase_own_application(actor=actor, application=application)

        def append_to_ledger() -> None:
            settings.INSTANCE.ensure_folder()
            append_erasures(settings.INSTANCE.erasure_ledger_path, [record])

        # As for people: after a crash in between, ``sync_erasure_ledger`` completes the ledger from the audit log.
        transaction.on_commit(append_to_ledger, robust=True)
