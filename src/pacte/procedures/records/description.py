"""How a procedure is described: what one file of ``catalog`` says, and the engine walks. Pure.

A study and a call for projects differ by their entry alone: stages, who may move a file, what each move needs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pacte.kernel.actor import Role


class FieldKind(StrEnum):
    TEXT = "text"
    PARAGRAPH = "paragraph"
    DAY = "day"
    AMOUNT = "amount"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """A piece of information that a file keeps. ``choices`` are pairs of code and words."""

    code: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a file stands. ``is_end``: nothing moves it any more."""

    code: str
    label: str
    question: str
    is_end: bool = False


class NeedKind(StrEnum):
    """What a move may require of a file."""

    DOCUMENT = "document"
    FIELD = "field"
    DEADLINE = "deadline"
    AWARD = "award"
    DELIVERABLES_EXPECTED = "deliverables_expected"
    DELIVERABLES_RECEIVED = "deliverables_received"
    DELIVERABLES_JUDGED = "deliverables_judged"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement, with the words that say it is lacking. ``code``: which document, field or deadline."""

    kind: NeedKind
    label: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """A move, named by its verb. ``roles`` are those that may make it; a lead only for the actions that they lead."""

    code: str
    verb: str
    before: tuple[str, ...]
    after: str
    roles: frozenset[Role]
    needs: tuple[Need, ...] = ()
    needs_reason: bool = False
    outcome: str = ""
    is_backward: bool = False


@dataclass(frozen=True, slots=True)
class DocumentKind:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class DeadlineKind:
    """A day that the file awaits while it is at ``stage``; the owner is told so many days before, and on the day."""

    code: str
    label: str
    stage: str
    reminders: tuple[int, ...] = (15, 3)


@dataclass(frozen=True, slots=True)
class Outcome:
    code: str
    label: str


class DoneKind(StrEnum):
    """What someone does in an example."""

    MOVE = "move"
    DOCUMENT = "document"
    FIELD = "field"
    DEADLINE = "deadline"
    AWARD = "award"
    EXPECT = "expect"
    RECEIVE = "receive"
    ACCEPT = "accept"
    REFUSE = "refuse"
    CHOICE = "choice"
    HOLD = "hold"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Done:
    """A line of an example: who does what. ``refused``: the code of the refusal that must come."""

    kind: DoneKind
    what: str = ""
    role: Role = Role.REGION_PILOT
    refused: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A file walked from its opening to its end; one test runs those of all procedures."""

    title: str
    lines: tuple[Done, ...]
    ends_at: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """A scheme. Closed by ``closed_on``, never removed: old files must stay readable."""

    code: str
    title: str
    short_title: str
    purpose: str
    applicant: str
    stages: tuple[Stage, ...]
    transitions: tuple[Transition, ...]
    fields: tuple[Field, ...] = ()
    documents: tuple[DocumentKind, ...] = ()
    deadlines: tuple[DeadlineKind, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    deliverable_reminders: tuple[int, ...] = (15, 3)
    examples: tuple[Example, ...] = ()
    closed_on: date | None = field(default=None)

    @property
    def first_stage(self) -> Stage:
        return self.stages[0]

    def stage(self, code: str) -> Stage:
        return next(each for each in self.stages if each.code == code)

    def transition(self, code: str) -> Transition | None:
        return next((each for each in self.transitions if each.code == code), None)
