"""The published tables as sums of count units, and as a linear programme. Pure.

One programme a year holds every count of every session, as a reader of all the tables would write it: each count is at
most the previous one, and no count decreases from one publication to the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pacte.journeys.records.counts import PEOPLE, Cut
from pacte.journeys.rules.linked_suppression import ANY, Group, LinkedCounts

YEAR = Cut.YEAR.value
# Public sums of sessions over all years: of a training, of a certification, of those ended over six months ago.
RESULT, LATE_RESULT = "result", "late_result"
RESULTS = (RESULT, LATE_RESULT)
# Sessions that lead to a certification: their ends are shown for a whole year.
CERTIFYING = "certifying"
# Kinds of end of a year, and the actions of each plan.
END, PLAN_ACTION = "end", "plan_action"
# Shown by other rooms for the same sessions: by domain, objective and fund; by action, those paid by the pact.
DOMAIN, OBJECTIVE, FUND, PACT_ACTION = "domain", "objective", "fund", "pact_action"
EXTERNAL_CUTS = (DOMAIN, OBJECTIVE)
# Finished sessions: entries of the year and by department; then sessions whose jury, or the six months after
# them, are past.
OVER, OVER_BY_DEPARTMENT, JURY, LATE = "over", "over_there", "jury", "late"
# People of the sessions that the same payers buy together, or that one fund buys alone. Shown nowhere: rows by action
# and by fund add up to more than the year, and the differences would disclose these people.
SHARED, ONE_FUND = "shared", "one_fund"
UNSHOWN = frozenset({SHARED, ONE_FUND})
PAST = "past"
# Counts of people, each at most the count on its right.
_AT_MOST = {
    "informed": "proposed", "admitted": "informed", "entered": "admitted", "ended": "entered", "certified": "ended",
    "answered": "ended", "in_job": "answered",
}  # fmt: skip
NAMES = (*PEOPLE, "ended", "certified", "answered", "in_job")
# Places disclose the people who took them.
PLACES_OF_PEOPLE = ("opened", "lost", "taken")
COUNTED = ("bought", *PLACES_OF_PEOPLE, *PEOPLE, "ended", "certifiable", "certified", "answered", "in_job")
# Totals of the rows.
WHOLES = frozenset({YEAR, CERTIFYING, *RESULTS})
# Tables that show only some counts.
_PARTIAL_TABLES = {
    RESULT: ("entered", "ended", "certified"), LATE_RESULT: ("entered", "answered", "in_job"),
    OVER: ("entered",), OVER_BY_DEPARTMENT: ("entered",), PACT_ACTION: ("entered",), FUND: ("entered",),
    DOMAIN: ("entered",), OBJECTIVE: ("entered",), ONE_FUND: ("entered",), JURY: ("entered", "certified"),
    LATE: ("answered", "in_job"),
}  # fmt: skip
PARTIAL = frozenset(_PARTIAL_TABLES)
# All tables covered by a decision.
TABLES = tuple(sorted({*(cut.value for cut in Cut), *_PARTIAL_TABLES, CERTIFYING, END, PLAN_ACTION, SHARED}))


@dataclass(frozen=True, slots=True)
class CountUnit:
    """Sessions that no table tells apart, or people of one cell. ``cells``: the table cells that it belongs to.

    ``places``: public maximum number of entries; None without such a bound. ``bought_in``: places bought in each of the
    cells that divide them. A unit is in several
    cells of a cut by action when several actions buy its sessions.
    """

    key: str
    year: int
    cells: frozenset[Group]
    counts: Mapping[str, int]
    places: int | None = None
    bought_in: Mapping[Group, int] = field(default_factory=dict)

    @property
    def is_certifying(self) -> bool:
        return self.places is None or any(cell[0] == CERTIFYING for cell in self.cells)

    def of(self, name: str) -> int:
        return self.counts.get(name, 0)

    def of_cell(self, name: str, cell: Group) -> int:
        """The count of the unit in a cell: places bought divide between the actions, people do not."""
        return self.bought_in.get(cell, self.of(name)) if name == "bought" else self.of(name)


@dataclass(frozen=True, slots=True)
class SuppressionDecision:
    """The decision: hidden cells, by name of count. It is stored, and the next one takes it into account."""

    units: tuple[CountUnit, ...]
    hidden: Mapping[str, frozenset[Group]]
    results_of: Mapping[str, frozenset[Group]]
    """Part → results that were suppressed at the time of the decision, each with the name of its count."""
    carried_over: frozenset[Group] = frozenset()
    """Years of cuts of people whose last publication stands: tonight's would disclose a count."""

    def years_hidden(self, name: str) -> frozenset[int]:
        return frozenset(int(group[1]) for group in self.hidden[name] if group[0] == YEAR)

    def names_hidden(self, group: Group) -> frozenset[str]:
        names = {name for name, hidden_cells in self.hidden.items() if group in hidden_cells}
        return frozenset(names.union(PLACES_OF_PEOPLE) if "entered" in names else names)


@dataclass(frozen=True, slots=True)
class CellTable:
    """Units of tonight and of the last publication in one order, and the cells that they add up to."""

    units: Sequence[CountUnit]
    previous_units: Sequence[CountUnit] | None
    groups: Mapping[Group, Sequence[int]]
    previously_hidden: Mapping[str, frozenset[Group]]
    result_totals: Mapping[Group, Mapping[str, int]] = field(default_factory=dict)
    """Results, partly visible when a year stands alone."""
    results_to_protect: frozenset[Group] = frozenset()
    """Results that this year must protect."""

    @property
    def is_unchanged(self) -> bool:
        """True when no count has changed since the last publication."""
        return self.previous_units is not None and all(map(_is_same, self.units, self.previous_units))

    def total(self, cell: Group, name: str) -> int:
        if cell in self.result_totals:
            return self.result_totals[cell].get(name, 0)
        return sum(self.units[unit].of(name) for unit in self.groups[cell])

    def previous_total(self, cell: Group, name: str) -> int:
        return sum(self.previous_units[unit].of(name) for unit in self.groups[cell]) if self.previous_units else 0


def decided_count_names(cell: Group) -> tuple[str, ...]:
    """Names of the counts that are shown of a cell, and decided."""
    if cell[0] in (CERTIFYING, END) or (cell[0] == YEAR and cell[2] == END):
        return ("ended",)
    return _PARTIAL_TABLES.get(cell[0], NAMES)


def build_cell_table(units: Sequence[CountUnit], last: SuppressionDecision | None) -> CellTable:
    now = {each.key: each for each in units}
    then = {each.key: each for each in last.units} if last else {}
    keys = sorted(now.keys() | then.keys())
    nobody = {key: CountUnit(key, each.year, each.cells, {}, each.places) for key, each in (then | now).items()}
    all_units = [now.get(key, nobody[key]) for key in keys]
    groups: dict[Group, list[int]] = defaultdict(list)
    for rank, unit in enumerate(all_units):
        for cell in sorted(unit.cells):
            groups[cell].append(rank)
    old = [then.get(key, nobody[key]) for key in keys] if last else None
    return CellTable(all_units, old, groups, last.hidden if last else {})


def year_part_of(unit: CountUnit) -> str:
    """Its year, and the cut of people that adds up to it."""
    return next("|".join(cell) for cell in sorted(unit.cells) if cell[0] == YEAR)


def split_by_year_part(table: CellTable) -> dict[str, CellTable]:
    """One table a year, and one a cut where people are cut, with the part of it that results sum."""
    ranks: dict[str, list[int]] = defaultdict(list)
    for rank, unit in enumerate(table.units):
        ranks[year_part_of(unit)].append(rank)
    results = [cell for cell in table.groups if cell[0] in RESULTS]
    sums = {cell: {name: table.total(cell, name) for name in COUNTED} for cell in results}
    year_of = {cell: _year_with_most_room(table, cell) for cell in results}
    tables = {}
    for part, part_ranks in sorted(ranks.items()):
        positions = {rank: place for place, rank in enumerate(part_ranks)}
        groups: dict[Group, list[int]] = defaultdict(list)
        for rank in part_ranks:
            for cell in sorted(table.units[rank].cells):
                groups[cell].append(positions[rank])
        tables[part] = replace(
            table, units=[table.units[rank] for rank in part_ranks], result_totals=sums, groups=groups,
            previous_units=[table.previous_units[rank] for rank in part_ranks] if table.previous_units else None,
            results_to_protect=frozenset(cell for cell in results if year_of[cell] == table.units[part_ranks[0]].year),
        )  # fmt: skip
    return tables


def _year_with_most_room(table: CellTable, cell: Group) -> int:
    """The year in which a result can be raised most easily."""
    room: dict[int, float] = defaultdict(float)
    for unit in map(table.units.__getitem__, table.groups[cell]):
        room[unit.year] += ANY if unit.places is None else unit.places - unit.of("in_job")
    return max(room, key=lambda year: (room[year], -year))


def _is_same(unit: CountUnit, other: CountUnit) -> bool:
    return unit.cells == other.cells and unit.places == other.places and all(
        unit.of(name) == other.of(name) for name in COUNTED
    )  # fmt: skip


def linked_counts(table: CellTable, names: Sequence[str] = NAMES) -> LinkedCounts:
    """The counts of these names in the year, tonight and at the last publication, side by side."""
    dated_units = [(False, table.units)] + ([(True, table.previous_units)] if table.previous_units else [])
    size = len(table.units)
    values: list[float] = []
    lower_bounds: list[float] = []
    upper_bounds: list[float] = []
    groups: dict[Group, Sequence[int]] = {}
    ordered_pairs: list[tuple[int, int]] = []
    for is_past, units in dated_units:
        at = {name: len(values) + rank * size for rank, name in enumerate(names)}
        is_tied = all(unit.of("ended") == unit.of("entered") for unit in units)
        for name in names:
            values += [float(unit.of(name)) for unit in units]
            bounds = [_bounds(unit, name) for unit in units]
            lower_bounds += [low for low, _ in bounds]
            upper_bounds += [top for _, top in bounds]
        follow = [(at[name], at[above]) for name, above in _AT_MOST.items() if name in at and above in at]
        ordered_pairs += [(low + rank, high + rank) for low, high in follow for rank in range(size)]
        # In a year long over, it is public that everybody who entered has ended.
        ordered_pairs += [(at["entered"] + rank, at["ended"] + rank) for rank in range(size) if is_tied]
        for cell, members in table.groups.items():
            for name in (each for each in decided_count_names(cell) if each in at):
                group = (PAST, name, *cell) if is_past else (name, *cell)
                groups[group] = [at[name] + unit for unit in members]
    if table.previous_units:
        # Counts that grew are known to only grow.
        later = len(names) * size
        ordered_pairs += [(later + rank, rank) for rank in range(later) if values[later + rank] <= values[rank]]
    always_published = frozenset(group for group in groups if group[0] == PAST or group[1] in (YEAR, CERTIFYING))
    expendable = frozenset(group for group in groups if group[1] in RESULTS)
    return LinkedCounts(values, lower_bounds, upper_bounds, groups, ordered_pairs, always_published, expendable)


def _bounds(unit: CountUnit, name: str) -> tuple[float, float]:
    """Public bounds of one count: the number of places, and no place taken twice."""
    least = float(max(0, unit.of("entered") - unit.of("taken"))) if name == "entered" else 0.0
    if unit.places is None or name in PEOPLE[:-1]:
        return least, ANY
    if name == "certified" and not unit.is_certifying:
        return least, float(unit.of(name))
    return least, float(max(unit.places, unit.of("entered")))
