"""What a person is responsible for, whichever room stores it: an action, a milestone, a round, a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class Assignment:
    """One responsibility of a person. ``kind`` and ``identifier`` locate the object in its room; ``label`` is French.

    ``organisation_id`` is the organisation for which the person is responsible: a successor must have a membership
    there. ``plan_code`` and ``number`` identify the related action, if any.
    """

    kind: str
    identifier: str
    label: str
    organisation_id: int
    since: date | None = None
    until: date | None = None
    plan_code: str = ""
    number: ActionCode | None = None
