"""The description of a procedure, as declared in ``catalog`` and run by the rules. Pure.

Procedures differ only by this description: stages, transitions, roles and requirements.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pacte.kernel.actor import Role

# Who moves most cases along: the pilot of the plan and the leads of the action.
STEERING_ROLES = frozenset({Role.REGION_PILOT, Role.ACTION_LEAD})


class CaseFieldKind(StrEnum):
    TEXT = "text"
    PARAGRAPH = "paragraph"
    DAY = "day"
    AMOUNT = "amount"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class CaseField:
    """An information field of a case. ``choices`` are pairs of code and label."""

    code: str
    label: str
    kind: CaseFieldKind = CaseFieldKind.TEXT
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CaseStage:
    """A stage of a procedure. ``is_end``: no transition leaves it."""

    code: str
    label: str
    question: str
    is_end: bool = False


class RequirementKind(StrEnum):
    """What a transition may require of a case."""

    DOCUMENT = "document"
    FIELD = "field"
    DEADLINE = "deadline"
    AWARD = "award"
    DELIVERABLES_EXPECTED = "deliverables_expected"
    DELIVERABLES_RECEIVED = "deliverables_received"
    DELIVERABLES_JUDGED = "deliverables_judged"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement. ``label`` names it when it is missing; ``code`` is the document, field or deadline."""

    kind: RequirementKind
    label: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """A transition between stages. ``roles`` may trigger it; a lead only for the actions that they lead."""

    code: str
    verb: str
    before: tuple[str, ...]
    after: str
    roles: frozenset[Role]
    needs: tuple[Requirement, ...] = ()
    needs_reason: bool = False
    outcome: str = ""
    is_backward: bool = False


@dataclass(frozen=True, slots=True)
class CaseDocumentKind:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class CaseDeadlineKind:
    """A deadline of a case at ``stage``. ``reminders``: days before at which the owner is reminded, besides the day."""

    code: str
    label: str
    stage: str
    reminders: tuple[int, ...] = (15, 3)


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    code: str
    label: str


class ExampleActionKind(StrEnum):
    """The kind of an action in an example."""

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
class ExampleAction:
    """One action of an example. ``refusal_code``: the error code expected, empty when it succeeds."""

    kind: ExampleActionKind
    what: str = ""
    role: Role = Role.REGION_PILOT
    refusal_code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProcedureExample:
    """An executable example: a case from opening to end. One test runs those of all procedures."""

    title: str
    actions: tuple[ExampleAction, ...]
    ends_at: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure. Closed by ``closed_on``, never removed: old cases must stay readable."""

    code: str
    title: str
    short_title: str
    purpose: str
    applicant: str
    stages: tuple[CaseStage, ...]
    transitions: tuple[Transition, ...]
    fields: tuple[CaseField, ...] = ()
    documents: tuple[CaseDocumentKind, ...] = ()
    deadlines: tuple[CaseDeadlineKind, ...] = ()
    outcomes: tuple[CaseOutcome, ...] = ()
    deliverable_reminders: tuple[int, ...] = (15, 3)
    examples: tuple[ProcedureExample, ...] = ()
    closed_on: date | None = field(default=None)

    @property
    def first_stage(self) -> CaseStage:
        return self.stages[0]

    def stage(self, code: str) -> CaseStage:
        return next(each for each in self.stages if each.code == code)

    def transition(self, code: str) -> Transition | None:
        return next((each for each in self.transitions if each.code == code), None)
