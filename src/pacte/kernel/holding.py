"""What a person answers for, whatever the room that keeps it: an action, a milestone, a round, a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class Holding:
    """One thing held. ``kind`` and ``identifier`` are what its room finds it by; ``label`` is French.

    ``organisation_id`` says for whom the person holds it: a successor must have a post there. ``plan_code`` and
    ``number`` name the action that it is about, when it is about one.
    """

    kind: str
    identifier: str
    label: str
    organisation_id: int
    since: date | None = None
    until: date | None = None
    plan_code: str = ""
    number: ActionCode | None = None
