"""The plan as plain values: what a file holds, what a version stores, what rules compare. Pure.

Words are those of docs/glossary.toml. Money is in cents, years are whole, texts keep the wording of their source.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pacte.kernel.action_codes import ActionCode, total_order
from pacte.kernel.period import Period
from pacte.plan.records.life import ActionState, Lineage, Standing


class RowKind(StrEnum):
    ACTION = "action"
    SUBROW = "subrow"
    HEADING = "heading"


class FigureKind(StrEnum):
    """What a figure of the plan is. Only a ``TARGET`` can be progressed towards."""

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
    """How sure we are of the columns in which the schedule flags of a row stand."""

    CERTAIN = "certain"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where the source is uncertain. ``field`` is that of the record that carries it ("" = the whole)."""

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
    """Strategic when ``parent_code`` is empty, else operational. ``axis_code`` is that of the strategic one."""

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
    """Who answers for a row: organisation, service; ``role`` is "" for the lead or « appui »; ``note`` as printed."""

    organisation: str
    service: str = ""
    role: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the source. ``value`` or ``minimum``/``maximum`` or none of them (« le plus grand nombre »).

    ``indicator_code`` names the measure of a target; ``proposed`` marks what the source does not say and we suggest.
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
    """Human means: ``etp`` (full-time equivalents) is None when the source gives no figure."""

    organisation: str
    text: str
    etp: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Expense:
    """Nature of the expense for a period as printed (« 2019 », « à partir de 2020 »); ``period`` is "" for all."""

    nature: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """What a period column shows for a row: « X », « ? », « X (TH) »."""

    period: str
    mark: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """``flags`` holds placed marks only. ``flag_count`` says how many stand unplaced when placement is unknown."""

    placement: Placement = Placement.NONE
    flags: tuple[Flag, ...] = ()
    as_printed: str = ""
    flag_count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the operational table. ``key`` is stable in a plan (A09a); several rows may bear one number."""

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
        """What tells two states of the row apart: a page gives back the one that it showed."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ActionTitle:
    """Name of a numbered action, over its rows."""

    number: ActionCode
    title: str
    short_title: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money below the axis, for plans that give some: by action and by year (None = over the whole period)."""

    number: ActionCode
    year: int | None
    cents: int


@dataclass(frozen=True, slots=True)
class PriorityPublic:
    """Whom this plan means by a public: two plans may mean others by the same word.

    ``code`` is what indicators know the public by (« under_26 »). ``rule``: words that ``rules.publics`` reads
    (« moins de 30 ans »), "" for a public that the note alone describes.
    """

    code: str
    label: str
    rule: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanContent:
    """A whole plan. ``periods`` are the columns of the schedule, in order.

    ``standings`` and ``lineage`` stand by number, then in the order in which they were said.
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
    rows: tuple[Row, ...] = ()
    amounts: tuple[Amount, ...] = ()
    standings: tuple[Standing, ...] = ()
    lineage: tuple[Lineage, ...] = ()

    @property
    def total_cents(self) -> int:
        return sum(axis.amount_cents or 0 for axis in self.axes)

    @property
    def numbers(self) -> tuple[ActionCode, ...]:
        """Distinct codes of actions, in their order."""
        return tuple(sorted({row.number for row in self.rows}, key=total_order))

    def rows_of(self, number: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.number == number)

    def standing_of(self, number: str) -> Standing | None:
        return next((each for each in self.standings if each.number == number), None)

    def state_of(self, number: str) -> ActionState:
        standing = self.standing_of(number)
        return standing.state if standing else ActionState.RUNNING

    def origins_of(self, number: str) -> tuple[Lineage, ...]:
        """What the action comes from."""
        return tuple(each for each in self.lineage if each.number == number)

    def offspring_of(self, number: str) -> tuple[Lineage, ...]:
        """The actions of this plan that come from the action."""
        return tuple(each for each in self.lineage if each.origin_number == number and not each.origin_plan)
