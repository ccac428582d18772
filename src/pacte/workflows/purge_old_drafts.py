"""Applications that nobody goes on with: their authors are told, then they go. Each night; idempotent."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.procedures.services.draft_retention import purge_drafts


def purge_old_drafts(*, actor: Actor) -> None:
    purge_drafts(actor=actor, on=today())
