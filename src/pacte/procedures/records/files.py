"""What a file is made of, as plain values: the rules decide on these. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DeliverableState(StrEnum):
    """A refused deliverable is expected again: it can be received anew."""

    EXPECTED = "expected"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"


DELIVERABLE_WORDS = {
    DeliverableState.EXPECTED: "attendu",
    DeliverableState.RECEIVED: "reçu, à vérifier",
    DeliverableState.ACCEPTED: "accepté",
    DeliverableState.REFUSED: "refusé, à reprendre",
}


class StepKind(StrEnum):
    """What happened to a file. A line is added, never changed."""

    OPENED = "opened"
    MOVED = "moved"
    HELD = "held"
    RELEASED = "released"
    DESCRIBED = "described"
    DEADLINE_SET = "deadline_set"
    DOCUMENT_ADDED = "document_added"
    AWARDED = "awarded"
    DELIVERABLE_EXPECTED = "deliverable_expected"
    DELIVERABLE_MOVED = "deliverable_moved"
    DELIVERABLE_RECEIVED = "deliverable_received"
    DELIVERABLE_ACCEPTED = "deliverable_accepted"
    DELIVERABLE_REFUSED = "deliverable_refused"
    OWNER_CHANGED = "owner_changed"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Facts:
    """What moves depend on: where the file stands and what it holds."""

    stage: str
    is_held: bool = False
    documents: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    deadlines: frozenset[str] = frozenset()
    has_award: bool = False
    deliverables: tuple[DeliverableState, ...] = ()
    has_choice: bool = False
    outcome: str = ""


class Urgency(StrEnum):
    """How a day stands against today."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Due:
    """A day that a file awaits: a deadline of the procedure, or a deliverable."""

    label: str
    on: date
    key: str
    reminders: tuple[int, ...]
