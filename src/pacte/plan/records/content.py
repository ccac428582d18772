"""Content of a plan as plain values: read from files, stored in versions and compared by rules. Pure.

Terms are defined in docs/glossary.toml. Money is in cents, years are integers and texts keep the wording of their
source.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pacte.kernel.action_codes import ActionCode, action_code_total_key
from pacte.kernel.period import Period
from pacte.plan.records.lifecycle import ActionState, ActionStatus, LineageLink


class RowKind(StrEnum):
    ACTION = "action"
    SUBROW = "subrow"
    HEADING = "heading"


class FigureKind(StrEnum):
    """Nature of a figure. Progress can only be measured towards a ``TARGET``."""

    TARGET = "target"
    MEANS = "means"
    SCOPE = "scope"
    DEADLINE = "deadline"
    BASELINE = "baseline"
    ELIGIBILITY = "eligibility"
    STAGE = "stage"
    PERIODICITY = "periodicity"
    UNKNOWN = "unknown"


class Placement(StrEnum):
    """Certainty of the period columns in which a row's schedule flags are placed."""

    CERTAIN = "certain"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Uncertainty in the source. ``field`` is the field of the record that carries it ("" for the whole record)."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Axis:
    code: str
    label: str
    title: str
    description: str = ""
    amount_cents: int | None = None
    amount_as_printed: str = ""
    publics: tuple[str, ...] = ()
    source_lines: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """Objective: strategic when ``parent_code`` is empty, operational otherwise.

    The ``axis_code`` of an operational objective is that of its strategic objective.
    """

    code: str
    label: str
    axis_code: str
    parent_code: str = ""
    code_as_printed: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_strategic(self) -> bool:
        return not self.parent_code


@dataclass(frozen=True, slots=True)
class Lead:
    """Lead of a row: organisation and service.

    ``role`` is "" for the lead or « appui » for a support; ``note`` is text as printed.
    """

    organisation: str
    service: str = ""
    role: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """Figure of the source, with ``value``, ``minimum``/``maximum``, or neither (« le plus grand nombre »).

    ``indicator_code`` is the indicator of a target. ``proposed`` marks a figure that we suggest and the source does not
    give.
    """

    what: str
    kind: FigureKind
    value: Decimal | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str = ""
    per: str = ""
    horizon: str = ""
    certain: bool = True
    source_text: str = ""
    doubt: str = ""
    indicator_code: str = ""
    proposed: bool = False

    @property
    def is_target(self) -> bool:
        return self.kind is FigureKind.TARGET


@dataclass(frozen=True, slots=True)
class Staff:
    """Staff assigned to a row. ``etp`` (full-time equivalents) is None when the source gives no figure."""

    organisation: str
    text: str
    etp: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Expense:
    """Nature of an expense for a period as printed (« 2019 », « à partir de 2020 »). ``period`` is "" for all."""

    nature: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """Mark of a row in a period column: « X », « ? », « X (TH) »."""

    period: str
    mark: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """Schedule of a row.

    ``flags`` contains placed marks only. ``flag_count`` is the number of unplaced marks when the placement is unknown.
    """

    placement: Placement = Placement.NONE
    flags: tuple[Flag, ...] = ()
    as_printed: str = ""
    flag_count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of the operational table.

    ``key`` is stable within a plan (A09a). Several rows may have the same action number.
    """

    key: str
    number: ActionCode
    kind: RowKind
    axis_code: str
    strategic_code: str
    operational_code: str
    title: str
    short_title: str = ""
    title_as_printed: str = ""
    description: str = ""
    leads: tuple[Lead, ...] = ()
    leads_as_printed: str = ""
    expected_result: str = ""
    figures: tuple[Figure, ...] = ()
    priority: str = ""
    comment: str = ""
    staff: tuple[Staff, ...] = ()
    expenses: tuple[Expense, ...] = ()
    schedule: Schedule = Schedule()
    linked_numbers: tuple[ActionCode, ...] = ()
    publics: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    source_lines: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def digest(self) -> str:
        """Digest of the row's content. A form sends back the digest that it displayed, to detect concurrent changes."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ActionTitle:
    """Title of a numbered action, shared by its rows."""

    number: ActionCode
    title: str
    short_title: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """Amount of one action, for plans that give some. ``year`` is None for the whole period."""

    number: ActionCode
    year: int | None
    cents: int


@dataclass(frozen=True, slots=True)
class PriorityPublic:
    """Definition of a target public in this plan: two plans may define the same term differently.

    ``code`` is the code that indicators use (« under_26 »). ``rule`` is text that ``rules.publics`` parses (« moins de
    30 ans »), or "" for a public described by its note only.
    """

    code: str
    label: str
    rule: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanContent:
    """Content of a whole plan. ``periods`` are the columns of the schedule, in order.

    ``statuses`` and ``lineage`` are sorted by action number, then in the order in which they were recorded.
    """

    code: str
    title: str
    region: str
    first_year: int
    last_year: int
    periods: tuple[Period, ...] = ()
    document_title: str = ""
    decided_on: str = ""
    source: str = ""
    publics: tuple[PriorityPublic, ...] = ()
    axes: tuple[Axis, ...] = ()
    objectives: tuple[Objective, ...] = ()
    actions: tuple[ActionTitle, ...] = ()
    rows: tuple[PlanRow, ...] = ()
    amounts: tuple[Amount, ...] = ()
    statuses: tuple[ActionStatus, ...] = ()
    lineage: tuple[LineageLink, ...] = ()

    @property
    def total_cents(self) -> int:
        return sum(axis.amount_cents or 0 for axis in self.axes)

    @property
    def numbers(self) -> tuple[ActionCode, ...]:
        """Distinct action codes, sorted."""
        return tuple(sorted({row.number for row in self.rows}, key=action_code_total_key))

    def rows_of(self, number: str) -> tuple[PlanRow, ...]:
        return tuple(row for row in self.rows if row.number == number)

    def status_of(self, number: str) -> ActionStatus | None:
        return next((each for each in self.statuses if each.number == number), None)

    def state_of(self, number: str) -> ActionState:
        status = self.status_of(number)
        return status.state if status else ActionState.RUNNING

    def origins_of(self, number: str) -> tuple[LineageLink, ...]:
        """Links to the actions that this action comes from."""
        return tuple(each for each in self.lineage if each.number == number)

    def successors_of(self, number: str) -> tuple[LineageLink, ...]:
        """Links from the actions of this plan that come from this action."""
        return tuple(each for each in self.lineage if each.origin_number == number and not each.origin_plan)
