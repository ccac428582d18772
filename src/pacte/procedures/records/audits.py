"""The control of funded cases by sample: the rule of a procedure, what is drawn, what a controller found. Pure.

Not the audit log, which says who did what: this is the control of what was paid against what was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacte.kernel.actor import Role

# The code of the deadline of a case drawn, at any stage: no deadline of a procedure has it.
AUDIT_DEADLINE = "audit"


@dataclass(frozen=True, slots=True)
class AuditSampling:
    """Which funded cases of a round are controlled: all above ``always_above_cents``, and ``percent`` of the others.

    ``drawn_by`` draw it, ``controlled_by`` control: never who prepared or ordered a payment of the case, or read it.
    ``days``: until a finding is due. A procedure whose cases wait for it to be closed says so in its transitions.
    """

    percent: int
    always_above_cents: int
    drawn_by: frozenset[Role]
    controlled_by: frozenset[Role]
    days: int = 90
    reminders: tuple[int, ...] = (30, 7)


class DrawnFor(StrEnum):
    """Why a case is in a sample: its amount alone, or the draw among those that are not above it."""

    AMOUNT = "amount"
    SHARE = "share"


DRAWN_FOR_LABELS = {DrawnFor.AMOUNT: "au-dessus du montant", DrawnFor.SHARE: "tiré au sort"}


class AuditPlace(StrEnum):
    """Where a case is controlled."""

    DOCUMENTS = "documents"
    ON_SITE = "on_site"


AUDIT_PLACE_LABELS = {AuditPlace.DOCUMENTS: "sur pièces", AuditPlace.ON_SITE: "sur place"}


@dataclass(frozen=True, slots=True)
class FundedCase:
    """A case that may be drawn: its number in the plan and what it was granted, in cents."""

    number: int
    cents: int


@dataclass(frozen=True, slots=True)
class DrawnCase:
    number: int
    why: DrawnFor


@dataclass(frozen=True, slots=True)
class FindingInput:
    """What a controller found. ``unjustified_cents``: of the grant, what nothing justifies; 0 when all is in order."""

    place: AuditPlace
    unjustified_cents: int
    words: str
    found_on: date
