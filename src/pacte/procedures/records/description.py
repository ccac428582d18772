"""The description of a procedure, as declared in ``catalog`` and run by the rules. Pure.

Procedures differ only by this description: who applies, what is asked, stages, transitions, requirements, counts.
An edition that was released never changes: a case keeps the edition under which it was opened (ADR 47).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacte.kernel.actor import Role
from pacte.procedures.records.applicants import Applicants
from pacte.procedures.records.audits import AuditSampling
from pacte.procedures.records.conditions import Condition
from pacte.procedures.records.counts import CaseCount
from pacte.procedures.records.form import FormField, FormSection
from pacte.procedures.records.money import CaseAmendmentKind, Instalment, Payments, ReportKind
from pacte.procedures.records.outreach import OutreachFields
from pacte.procedures.records.papers import Paper
from pacte.procedures.records.promises import HirePromises
from pacte.procedures.records.reading import CallRounds, CommitteeKind, ConflictRules, ReadingGrid
from pacte.procedures.records.report_tables import ReportTable

# Who moves most cases along: the pilot of the plan and the leads of the action.
STEERING_ROLES = frozenset({Role.REGION_PILOT, Role.ACTION_LEAD})


@dataclass(frozen=True, slots=True)
class CaseStage:
    """A stage of a procedure. ``is_end``: no transition leaves it. ``shown``: its name for who applies, if another."""

    code: str
    label: str
    question: str
    is_end: bool = False
    shown: str = ""


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
    FORM = "form"
    CONDITION = "condition"
    TRANSITION_TAKEN = "transition_taken"
    REPORT_ACCEPTED = "report_accepted"
    GRANTED = "granted"
    PAYMENTS_SETTLED = "payments_settled"
    PAYMENTS_RETURNED = "payments_returned"
    READ = "read"
    GAP_SETTLED = "gap_settled"
    QUORUM = "quorum"
    ROUND_OPEN = "round_open"
    IN_ENVELOPE = "in_envelope"
    DECISION = "decision"
    PEER = "peer"
    SIGNED = "signed"
    AUDITED = "audited"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement. ``label`` names it when it is missing; ``code``: document, field, grid, committee, paper…

    A decision is one that a committee took on the action, and did not abandon. Audited: not drawn for control, or
    controlled.

    ``condition``: what the values must meet, for a requirement of that kind. A form without code is the whole form.
    """

    kind: RequirementKind
    label: str
    code: str = ""
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """A transition between stages. ``roles`` may trigger it; a lead only for the actions that they lead.

    ``by_applicant``: who applied may trigger it. ``opens``: sections that it lets them correct, until ``days`` later;
    of a peer, those that the peer answers while the case is at the stage ``after``. ``papers``: made with it, or
    the move fails.
    """

    code: str
    verb: str
    before: tuple[str, ...]
    after: str
    roles: frozenset[Role]
    needs: tuple[Requirement, ...] = ()
    needs_reason: bool = False
    outcome: str = ""
    is_backward: bool = False
    by_applicant: bool = False
    opens: frozenset[str] = frozenset()
    days: int | None = None
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseDocumentKind:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class CaseDeadlineKind:
    """A deadline of a case at ``stage``. ``reminders``: days before at which the owner is reminded, besides the day.

    ``days``: set by itself that many days after the case enters the stage. ``field``: set to the day that this field
    then gives. Without either, an instructor sets it.
    """

    code: str
    label: str
    stage: str
    reminders: tuple[int, ...] = (15, 3)
    days: int | None = None
    field: str = ""


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
    FORM = "form"
    ANSWER = "answer"
    DECISION = "decision"
    PEER = "peer"
    SIGN = "sign"
    READ = "read"
    COMMITTEE = "committee"
    REPORT = "report"
    PAY = "pay"


@dataclass(frozen=True, slots=True)
class ExampleAction:
    """One action of an example. ``refusal_code``: the error code expected, empty when it succeeds.

    ``READ``: every reader scores with that grid. ``COMMITTEE``: it keeps the case when the ``answer`` is True.
    ``REPORT``: it is sent and accepted. ``PAY``: what is due is paid.

    ``is_applicant``: done by who applied, whatever the ``role``.
    """

    kind: ExampleActionKind
    what: str = ""
    role: Role = Role.REGION_PILOT
    refusal_code: str = ""
    reason: str = ""
    is_applicant: bool = False
    answer: str | bool | int = ""


@dataclass(frozen=True, slots=True)
class ProcedureExample:
    """An executable example: a case from opening to end. One test runs those of all procedures."""

    title: str
    actions: tuple[ExampleAction, ...]
    ends_at: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseClause:
    """What a case asks of the next purchases when it takes ``transition``.

    ``text`` and ``certification``: the fields that say what is asked, and of which certification.
    """

    transition: str
    text: str
    certification: str


@dataclass(frozen=True, slots=True)
class MissingBlocks:
    """The fields that say which ``blocks`` of a ``certification`` are missing: sessions that give them are shown."""

    certification: str
    blocks: str


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a case is kept after its end, in months, before what is personal in it is erased.

    ``draft_days``: an application that was not sent is deleted that long after it was last written. ``paid_years``: a
    case that was paid is kept that long after its end, however short ``months`` is (to be confirmed with the DPO).
    """

    months: int = 60
    draft_days: int = 90
    paid_years: int = 10


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure. Closed by ``closed_on``, never removed: old cases must stay readable.

    ``applicants``: who may apply from outside; None when only an instructor opens a case. ``is_for_any_action``: a case
    may be opened for every action; else for those whose figures name one of its counts. ``public_from``: the
    transition after which the public register shows the case, with its public fields. ``promises``: hires that firms
    promise, which the journeys of the people trained and the firms prove together. ``missing_blocks``: what is missing
    to a certification, so that the page shows where it is prepared. ``is_sensitive``: its cases say
    something private of a person; only the posts that instruct, and those who follow that person, read them.
    ``serves_figures``: figures of the plan that are measured elsewhere, for whose actions a case may be opened too.
    ``audit``: which funded cases of a round are controlled.
    ``outreach``: winners who count the people whom they meet, without any name, and who may bring some of them.
    ``report_tables``: what accepted reports say of people, summed for everybody without the small counts.
    """

    code: str
    title: str
    short_title: str
    purpose: str
    applicant: str
    stages: tuple[CaseStage, ...]
    transitions: tuple[Transition, ...]
    edition: int = 1
    applicants: Applicants | None = None
    form: tuple[FormSection, ...] = ()
    documents: tuple[CaseDocumentKind, ...] = ()
    deadlines: tuple[CaseDeadlineKind, ...] = ()
    outcomes: tuple[CaseOutcome, ...] = ()
    counts: tuple[CaseCount, ...] = ()
    promises: HirePromises | None = None
    conflicts: ConflictRules | None = None
    grids: tuple[ReadingGrid, ...] = ()
    committees: tuple[CommitteeKind, ...] = ()
    rounds: CallRounds | None = None
    deliverable_reminders: tuple[int, ...] = (15, 3)
    is_for_any_action: bool = False
    is_sensitive: bool = False
    serves_figures: tuple[str, ...] = ()
    outreach: OutreachFields | None = None
    purchase_clause: PurchaseClause | None = None
    missing_blocks: MissingBlocks | None = None
    public_from: str = ""
    reports: tuple[ReportKind, ...] = ()
    report_tables: tuple[ReportTable, ...] = ()
    payments: Payments | None = None
    audit: AuditSampling | None = None
    amendments: tuple[CaseAmendmentKind, ...] = ()
    papers: tuple[Paper, ...] = ()
    keeps: Retention = Retention()
    examples: tuple[ProcedureExample, ...] = ()
    closed_on: date | None = None

    @property
    def first_stage(self) -> CaseStage:
        return self.stages[0]

    @property
    def figure_codes(self) -> frozenset[str]:
        """Figures of the plan for whose actions a case may be opened."""
        return frozenset({*self.serves_figures, *(each.code for each in self.counts)})

    @property
    def has_money(self) -> bool:
        """True when it declares reports, payments or amendments: only then are their facts read."""
        return bool(self.reports or self.amendments) or self.payments is not None

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Every field of the form, in order."""
        return tuple(each for section in self.form for each in section.fields)

    def stage(self, code: str) -> CaseStage:
        return next(each for each in self.stages if each.code == code)

    def transition(self, code: str) -> Transition | None:
        return next((each for each in self.transitions if each.code == code), None)

    def field(self, code: str) -> FormField | None:
        return next((each for each in self.fields if each.code == code), None)

    def report(self, code: str) -> ReportKind | None:
        return next((each for each in self.reports if each.code == code), None)

    def instalment(self, code: str) -> Instalment | None:
        instalments = self.payments.instalments if self.payments else ()
        return next((each for each in instalments if each.code == code), None)

    def amendment(self, code: str) -> CaseAmendmentKind | None:
        return next((each for each in self.amendments if each.code == code), None)

    def paper(self, code: str) -> Paper | None:
        return next((each for each in self.papers if each.code == code), None)

    def grid(self, code: str) -> ReadingGrid | None:
        return next((each for each in self.grids if each.code == code), None)

    def committee(self, code: str) -> CommitteeKind | None:
        return next((each for each in self.committees if each.code == code), None)
