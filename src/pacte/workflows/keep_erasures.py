"""Completes the ledger, outside the database, with the erasures that the journal tells and the ledger does not yet.

The journal is written in the transaction of the erasure; the ledger after it. Called when the jobs start and before
every backup and restore: a crash between the two lasts until the next of these.
"""

from __future__ import annotations

from django.conf import settings

from pacte.accounts.context import acting_as
from pacte.journeys.queries.erasing import erasures_told
from pacte.kernel.actor import Actor
from pacte.kernel.erasures import append_erasures


def keep_erasures(*, actor: Actor) -> int:
    """How many were missing. ``actor`` is the machine. Raises ``OSError`` when the ledger cannot be written."""
    with acting_as(actor):
        told = erasures_told(actor=actor)
    settings.INSTANCE.make_folder()
    return append_erasures(settings.INSTANCE.erasures, told)
