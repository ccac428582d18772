"""Complete the erasure ledger, outside the database, with the erasures of the audit log that it lacks.

The audit entry is written in the transaction of the erasure; the ledger after it. Called when jobs start and before
every backup and restore: a crash between the two is repaired at the next of these.
"""

from __future__ import annotations

from django.conf import settings

from pacte.accounts.row_context import acting_as
from pacte.infra.erasure_ledger import append_erasures
from pacte.journeys.queries.erasure import erasure_marks
from pacte.kernel.actor import Actor
from pacte.procedures.queries.own_erasure import application_erasure_marks


def sync_erasure_ledger(*, actor: Actor) -> int:
    """Return how many were missing.

    Must run as the system actor. Raises ``OSError`` when the ledger cannot be written.
    """
    with acting_as(actor):
        erasures = [*erasure_marks(actor=actor), *application_erasure_marks(actor=actor)]
    settings.INSTANCE.ensure_folder()
    return append_erasures(settings.INSTANCE.erasure_ledger_path, erasures)
