"""What an empty installation still needs before it can steer a pact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.accounts.permissions import may
from pacte.accounts.queries import organisations, visible_people
from pacte.kernel.actor import Actor
from pacte.reference.queries import commune_count, territory_editions
from pacte.workflows.verify_texting import lacks_text_ceiling


@dataclass(frozen=True, slots=True)
class SetupChecklist:
    """Counts of existing data. ``edition`` is None while no territory is loaded.

    ``lacks_text_ceiling``: SMS leave by a gateway, and nothing bounds what a month of them costs.
    """

    edition: int | None
    communes: int
    organisations: int
    people: int
    lacks_text_ceiling: bool


def setup_checklist(*, actor: Actor, on: date) -> SetupChecklist | None:
    """For actors who manage accounts; None for others."""
    if not may(actor, "accounts.manage"):
        return None
    edition = max(territory_editions(), default=None)
    return SetupChecklist(
        edition=edition,
        communes=commune_count(edition=edition) if edition else 0,
        organisations=len(organisations(actor=actor, on=on)),
        people=len(visible_people(actor=actor, on=on)),
        lacks_text_ceiling=lacks_text_ceiling(actor=actor),
    )
