"""Tables of money for pages, committee packs and benchmarks: immutable values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from pacte.finance.records.enums import AmountSource, Fund, MoneyStage, Section
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.money import format_millions

NOT_MEASURED = "pas encore mesuré"
SHARED_NOTE = (
    "Plusieurs axes achètent ensemble certaines sessions : leurs places se partagent entre eux, une personne compte "
    "entière dans chaque axe et une seule fois dans l’ensemble."
)


@dataclass(frozen=True, slots=True)
class MoneyCell:
    """The smallest reported amount.

    ``year`` is that of the budget line (for a commitment, when it was made), ``moved_in`` the year in which the money
    moved. ``action`` is None for the axis or the whole plan.
    """

    axis_code: str
    action: ActionCode | None
    year: int
    moved_in: int
    section: Section
    fund: Fund
    financer: str
    stage: MoneyStage
    source: AmountSource
    cents: int
    etp: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AxisEnvelope:
    """Amount that the plan gives to an axis over its whole period; None when it gives none."""

    code: str
    label: str
    title: str
    cents: int | None


@dataclass(frozen=True, slots=True)
class UnallocatedTotals:
    """Totals of commitments that are not allocated to any plan yet: excluded from every figure of the table."""

    count: int = 0
    cents: tuple[tuple[MoneyStage, int], ...] = ()

    def of(self, stage: MoneyStage) -> int:
        return dict(self.cents).get(stage, 0)


@dataclass(frozen=True, slots=True)
class AccountingSource:
    """An accounting file used in the table, with the date of its extraction. ``lines``: commitments that it moved."""

    file_name: str
    extracted_on: date | None
    received_at: datetime
    person_name: str
    lines: int


@dataclass(frozen=True, slots=True)
class PlanMoneyTable:
    """All the money of one plan: what had happened by ``on``, as known at ``known_at``."""

    plan_code: str
    plan_title: str
    first_year: int
    last_year: int
    on: date
    known_at: datetime
    axes: tuple[AxisEnvelope, ...]
    actions: tuple[tuple[ActionCode, str, str], ...]
    """Number, name and axis code of each action."""
    cells: tuple[MoneyCell, ...] = ()
    unallocated: UnallocatedTotals = UnallocatedTotals()
    sources: tuple[AccountingSource, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.cells

    @property
    def envelope(self) -> int | None:
        """Sum of the axes. None when an axis has no amount, since a partial sum is not a total."""
        known = [axis.cents for axis in self.axes]
        return None if not known or None in known else sum(cents or 0 for cents in known)

    def filter_cells(self, keep: Callable[[MoneyCell], bool]) -> tuple[MoneyCell, ...]:
        return tuple(cell for cell in self.cells if keep(cell))

    def total(self, stage: MoneyStage, keep: Callable[[MoneyCell], bool] = lambda cell: True) -> int | None:
        """Return the cents at that stage. None when no amount is recorded, which differs from zero."""
        return total_at_stage(self.cells, stage, keep)

    def years(self) -> tuple[int, ...]:
        return tuple(sorted({cell.year for cell in self.cells}))

    def financers(self) -> tuple[str, ...]:
        return tuple(sorted({cell.financer for cell in self.cells}))


def total_at_stage(
    cells: Iterable[MoneyCell], stage: MoneyStage, keep: Callable[[MoneyCell], bool] = lambda cell: True
) -> int | None:
    """Return the cents at that stage, without staff. None when no cell has that stage."""
    amounts = [cell.cents for cell in cells if cell.stage is stage and cell.section is not Section.STAFF and keep(cell)]
    return sum(amounts) if amounts else None


@dataclass(frozen=True, slots=True)
class RollUp:
    """Distribution of an axis envelope: voted on its actions, voted on the axis alone, and left."""

    axis_code: str
    label: str
    envelope: int | None
    on_actions: int
    on_axis: int

    @property
    def left(self) -> int | None:
        """Amount not allocated yet. Negative when more is voted than the plan gives."""
        return None if self.envelope is None else self.envelope - self.on_actions - self.on_axis


@dataclass(frozen=True, slots=True)
class Consumption:
    """A consumption rate, with its stage and the stage that it is a share of."""

    stage: MoneyStage
    ceiling_stage: MoneyStage
    section: Section | None
    cents: int
    ceiling_cents: int

    @property
    def share(self) -> Decimal | None:
        """Share of the ceiling. None when the ceiling is zero: not computable."""
        return Decimal(self.cents) / Decimal(self.ceiling_cents) if self.ceiling_cents else None


@dataclass(frozen=True, slots=True)
class AdditionalCounts:
    """Places and entries paid by the pact, provided by a higher-level app. None: not measured, or suppressed."""

    places: int | None = None
    entries: int | None = None
    hides_entries: bool = False


@dataclass(frozen=True, slots=True)
class AdditionalityRow:
    """One year of one axis: baseline of the base year, same effort that year, pact money, other money."""

    year: int
    axis_code: str
    base_cents: int | None
    maintained_cents: int | None
    added_cents: int
    other_cents: int
    counts: AdditionalCounts = AdditionalCounts()

    @property
    def maintained_share(self) -> Decimal | None:
        """Own effort of the year over that of the base year. None when one of them is unknown."""
        if not self.base_cents or self.maintained_cents is None:
            return None
        return Decimal(self.maintained_cents) / Decimal(self.base_cents)


@dataclass(frozen=True, slots=True)
class AdditionalSums:
    """Places and entries by (year, axis code), by year, by axis code and overall.

    An entry suppressed in a cell is included in the sums. ``has_shared_entries``: some people count in several axes,
    and once in the sums.
    """

    cells: Mapping[tuple[int, str], AdditionalCounts] = field(default_factory=dict)
    years: Mapping[int, AdditionalCounts] = field(default_factory=dict)
    axes: Mapping[str, AdditionalCounts] = field(default_factory=dict)
    overall: AdditionalCounts = AdditionalCounts()
    has_shared_entries: bool = False


@dataclass(frozen=True, slots=True)
class Additionality:
    """What the pact adds to the baseline.

    Amounts in euros are computed here; places and entries come from a higher-level app (``additionality_with_counts``).
    """

    stage: MoneyStage
    base_year: int
    rows: tuple[AdditionalityRow, ...] = ()
    sums: AdditionalSums = AdditionalSums()

    def year(self, year: int) -> tuple[AdditionalityRow, ...]:
        return tuple(line for line in self.rows if line.year == year)

    @property
    def added_cents(self) -> int:
        return sum(line.added_cents for line in self.rows)

    @property
    def places(self) -> int | None:
        return self.sums.overall.places

    @property
    def entries(self) -> int | None:
        return self.sums.overall.entries

    @property
    def shared_note(self) -> str:
        """Sentence about sessions that several axes buy, "" when there is none."""
        return SHARED_NOTE if self.sums.has_shared_entries else ""

    @property
    def missing(self) -> str:
        """Sentence about what is not measured yet, "" when everything is."""
        whole = self.sums.overall
        unknown = (("places", whole.places is None), ("entrées", whole.entries is None and not whole.hides_entries))
        absent = [word for word, is_absent in unknown if is_absent]
        if not absent:
            return ""
        return f"Pour les {' et les '.join(absent)} que le pacte ajoute : {NOT_MEASURED}."


def additionality_with_counts(additionality: Additionality, sums: AdditionalSums) -> Additionality:
    """Return ``additionality`` with measured places and entries.

    A year and axis that have only counts get a row of their own.
    """
    known = {(each.year, each.axis_code) for each in additionality.rows}
    bases = {each.axis_code: each.base_cents for each in additionality.rows}
    rows = [
        replace(each, counts=sums.cells.get((each.year, each.axis_code), each.counts)) for each in additionality.rows
    ]
    rows += [
        AdditionalityRow(year, axis, bases.get(axis), None, 0, 0, counts)
        for (year, axis), counts in sums.cells.items()
        if (year, axis) not in known
    ]
    ranks = {axis: rank for rank, axis in enumerate(dict.fromkeys(each.axis_code for each in additionality.rows))}
    last = len(ranks)
    ordered = sorted(rows, key=lambda each: (each.year, ranks.get(each.axis_code, last), each.axis_code))
    return Additionality(additionality.stage, additionality.base_year, tuple(ordered), sums)


@dataclass(frozen=True, slots=True)
class MoneyHeadline:
    """Headline figures of a meeting: committed and ordered over the envelope, and what the pact adds."""

    envelope: int | None
    committed: int | None
    ordered: int | None
    paid: int | None
    added_cents: int
    base_year: int
    unallocated_count: int
    on: date

    @property
    def sentence(self) -> str:
        if self.committed is None:
            return "Aucun montant n’est encore suivi pour ce plan."
        over = f" sur {format_millions(self.envelope)}" if self.envelope else ""
        ordered = "" if self.ordered is None else f" ; {format_millions(self.ordered)} sont mandatés"
        return f"{format_millions(self.committed)} sont engagés{over}{ordered}."
