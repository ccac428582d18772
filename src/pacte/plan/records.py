"""The plan as plain values: what a file holds, what a version stores, what rules compare. Pure.

Words are those of docs/glossary.toml. Money is in cents, years are whole, texts keep the wording of their source.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pacte.kernel.period import Period


class VersionState(StrEnum):
    """A draft is seen by few; from the vote on, nothing in a version can change."""

    DRAFT = "draft"
    VOTED = "voted"
    SIGNED = "signed"
    IN_FORCE = "in_force"


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
    number: int
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
    linked_numbers: tuple[int, ...] = ()
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

    number: int
    title: str
    short_title: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money below the axis, for plans that give some: by action and by year (None = over the whole period)."""

    number: int
    year: int | None
    cents: int


@dataclass(frozen=True, slots=True)
class PlanContent:
    """A whole plan. ``periods`` are the columns of the schedule, in order."""

    code: str
    title: str
    region: str
    first_year: int
    last_year: int
    periods: tuple[Period, ...] = ()
    document_title: str = ""
    decided_on: str = ""
    source: str = ""
    axes: tuple[Axis, ...] = ()
    objectives: tuple[Objective, ...] = ()
    actions: tuple[ActionTitle, ...] = ()
    rows: tuple[Row, ...] = ()
    amounts: tuple[Amount, ...] = ()

    @property
    def total_cents(self) -> int:
        return sum(axis.amount_cents or 0 for axis in self.axes)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Distinct action numbers, ascending."""
        return tuple(sorted({row.number for row in self.rows}))

    def rows_of(self, number: int) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.number == number)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value stands in the file that was read: ``column`` is a letter, ``row`` counts from 1."""

    sheet: str
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.sheet} {self.column}{self.row}".strip()


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect found on reading. ``is_error`` stops the writing; otherwise it is a warning that asks.

    ``at`` says where in the plan, so that an import finds the cell in ``Reading.where``: (subject, field), the subject
    being a row key, "axis:CODE", "objective:CODE", "action:NUMBER" or "plan".
    """

    code: str
    message: str
    cell: Cell | None = None
    value: str = ""
    fix: str = ""
    is_error: bool = True
    at: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column of a table was taken for, and how surely (1 = its very words). ``field`` is "" when left aside.

    ``field`` and ``others`` are what a person may answer for a letter: a field of a table ("title", "leads"),
    "period:2019", "amount:2024", "amount:" for the whole period, or "ignore".
    """

    letter: str
    heading: str
    field: str
    confidence: float
    others: tuple[str, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file gave: the plan (None when it could not be read at all), and all the defects found in one pass.

    ``fields`` names the fields that the file carries: an import over a version leaves the others as they were. Fields
    of a row go by their bare name ("title", "leads_as_printed", "figures"); those of another record follow its name
    ("axis.amount_cents", "objective.label", "action.title", "plan.title", "figure.kind"). A file that gives all that a
    plan holds says ``rules.merge.ALL_FIELDS``.
    ``where`` gives the cell of a row's field: ``where[(row.key, "title")]``; axes under ``("axis:1", "amount_cents")``.
    ``columns`` says what each column of a table was taken for, for the person who confirms or corrects it.
    """

    content: PlanContent | None
    defects: tuple[Defect, ...] = ()
    fields: frozenset[str] = frozenset()
    where: dict[tuple[str, str], Cell] | None = None
    columns: tuple[ColumnGuess, ...] = ()

    @property
    def errors(self) -> tuple[Defect, ...]:
        return tuple(defect for defect in self.defects if defect.is_error)

    @property
    def warnings(self) -> tuple[Defect, ...]:
        return tuple(defect for defect in self.defects if not defect.is_error)
