"""The published tables as sums of count units, and as a linear programme. Pure.

One programme a year holds every count of every session, as a reader of all the tables would write it: each count is at
most the previous one, and no count decreases from one publication to the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pacte.journeys.records.counts import PEOPLE, Cut
from pacte.journeys.rules.linked import ANY, Group, Linked

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
BESIDE = (DOMAIN, OBJECTIVE, FUND)
# Finished sessions: entries of the year and by department; then sessions whose jury, or the six months after
# them, are past.
OVER, OVER_THERE, JURY, LATE = "over", "over_there", "jury", "late"
PAST = "past"
# Counts of people, each at most the count on its right.
_FOLLOWS = {
    "informed": "proposed", "admitted": "informed", "entered": "admitted", "ended": "entered", "certified": "ended",
    "answered": "ended", "in_job": "answered",
}  # fmt: skip
NAMES = (*PEOPLE, "ended", "certified", "answered", "in_job")
# Places disclose the people who took them.
_PLACES = ("opened", "lost", "taken")
COUNTED = ("bought", *_PLACES, *PEOPLE, "ended", "certifiable", "certified", "answered", "in_job")
# Totals of the rows.
WHOLES = frozenset({YEAR, CERTIFYING, *RESULTS})
# Tables that show only some counts.
_OF_SOME = {
    RESULT: ("entered", "ended", "certified"), LATE_RESULT: ("entered", "answered", "in_job"),
    OVER: ("entered",), OVER_THERE: ("entered",), PACT_ACTION: ("entered",), FUND: ("entered",),
    DOMAIN: ("entered",), OBJECTIVE: ("entered",), JURY: ("entered", "certified"), LATE: ("answered", "in_job"),
}  # fmt: skip
PARTIAL = frozenset(_OF_SOME)
# All tables covered by a decision.
TABLES = tuple(sorted({*(cut.value for cut in Cut), *_OF_SOME, CERTIFYING, END, PLAN_ACTION}))


@dataclass(frozen=True, slots=True)
class Inner:
    """Sessions that no table tells apart, or people of one cell. ``cells``: the table cells that it belongs to.

    ``places``: public maximum number of entries; None without such a bound.
    """

    key: str
    year: int
    cells: frozenset[Group]
    counts: Mapping[str, int]
    places: int | None = None

    @property
    def is_certifying(self) -> bool:
        return self.places is None or any(cell[0] == CERTIFYING for cell in self.cells)

    def of(self, name: str) -> int:
        return self.counts.get(name, 0)


@dataclass(frozen=True, slots=True)
class Night:
    """The decision: hidden cells, by name of count. It is stored, and the next one takes it into account."""

    inners: tuple[Inner, ...]
    hidden: Mapping[str, frozenset[Group]]
    results_of: Mapping[str, frozenset[Group]]
    """By part, the results that were hidden when it was decided, with the name of the count before each."""
    standing: frozenset[Group] = frozenset()
    """Cuts of people, as the years that they add up to, of which the last publication stands: tonight's would tell."""

    def years_hidden(self, name: str) -> frozenset[int]:
        return frozenset(int(group[1]) for group in self.hidden[name] if group[0] == YEAR)

    def names_hidden(self, group: Group) -> frozenset[str]:
        found = {name for name, gone in self.hidden.items() if group in gone}
        return frozenset(found.union(_PLACES) if "entered" in found else found)


@dataclass(frozen=True, slots=True)
class Table:
    """Units of tonight and of the last publication in one order, and the cells that they add up to."""

    units: Sequence[Inner]
    then: Sequence[Inner] | None
    groups: Mapping[Group, Sequence[int]]
    was_hidden: Mapping[str, frozenset[Group]]
    over_years: Mapping[Group, Mapping[str, int]] = field(default_factory=dict)
    """The results, which are seen in part where a year stands alone."""
    raises: frozenset[Group] = frozenset()
    """The results that this year is to protect."""

    @property
    def is_same(self) -> bool:
        """True when no count has changed since the last publication."""
        return self.then is not None and all(map(_is_same, self.units, self.then))

    def total(self, cell: Group, name: str) -> int:
        if cell in self.over_years:
            return self.over_years[cell].get(name, 0)
        return sum(self.units[unit].of(name) for unit in self.groups[cell])

    def past(self, cell: Group, name: str) -> int:
        return sum(self.then[unit].of(name) for unit in self.groups[cell]) if self.then else 0


def names_of(cell: Group) -> tuple[str, ...]:
    """Names of the counts that are shown of a cell, and decided."""
    if cell[0] in (CERTIFYING, END) or (cell[0] == YEAR and cell[2] == END):
        return ("ended",)
    return _OF_SOME.get(cell[0], NAMES)


def table_of(inners: Sequence[Inner], last: Night | None) -> Table:
    now = {each.key: each for each in inners}
    then = {each.key: each for each in last.inners} if last else {}
    keys = sorted(now.keys() | then.keys())
    nobody = {key: Inner(key, each.year, each.cells, {}, each.places) for key, each in (then | now).items()}
    units = [now.get(key, nobody[key]) for key in keys]
    groups: dict[Group, list[int]] = defaultdict(list)
    for rank, unit in enumerate(units):
        for cell in sorted(unit.cells):
            groups[cell].append(rank)
    old = [then.get(key, nobody[key]) for key in keys] if last else None
    return Table(units, old, groups, last.hidden if last else {})


def part_of(unit: Inner) -> str:
    """Its year, and the cut of people that adds up to it."""
    return next("|".join(cell) for cell in sorted(unit.cells) if cell[0] == YEAR)


def by_part(table: Table) -> dict[str, Table]:
    """One table a year, and one a cut where people are cut, with the part of it that results sum."""
    ranks: dict[str, list[int]] = defaultdict(list)
    for rank, unit in enumerate(table.units):
        ranks[part_of(unit)].append(rank)
    results = [cell for cell in table.groups if cell[0] in RESULTS]
    sums = {cell: {name: table.total(cell, name) for name in COUNTED} for cell in results}
    year_of = {cell: _roomiest(table, cell) for cell in results}
    found = {}
    for part, mine in sorted(ranks.items()):
        at = {rank: place for place, rank in enumerate(mine)}
        groups: dict[Group, list[int]] = defaultdict(list)
        for rank in mine:
            for cell in sorted(table.units[rank].cells):
                groups[cell].append(at[rank])
        found[part] = replace(
            table, units=[table.units[rank] for rank in mine], over_years=sums, groups=groups,
            then=[table.then[rank] for rank in mine] if table.then else None,
            raises=frozenset(cell for cell in results if year_of[cell] == table.units[mine[0]].year),
        )  # fmt: skip
    return found


def _roomiest(table: Table, cell: Group) -> int:
    """The year in which a result can be raised most easily."""
    room: dict[int, float] = defaultdict(float)
    for unit in map(table.units.__getitem__, table.groups[cell]):
        room[unit.year] += ANY if unit.places is None else unit.places - unit.of("in_job")
    return max(room, key=lambda year: (room[year], -year))


def _is_same(unit: Inner, other: Inner) -> bool:
    return unit.cells == other.cells and unit.places == other.places and all(
        unit.of(name) == other.of(name) for name in COUNTED
    )  # fmt: skip


def linked(table: Table, names: Sequence[str] = NAMES) -> Linked:
    """The counts of these names in the year, tonight and at the last publication, side by side."""
    nights = [(False, table.units)] + ([(True, table.then)] if table.then else [])
    size = len(table.units)
    values: list[float] = []
    least: list[float] = []
    greatest: list[float] = []
    groups: dict[Group, Sequence[int]] = {}
    under: list[tuple[int, int]] = []
    for is_past, units in nights:
        at = {name: len(values) + rank * size for rank, name in enumerate(names)}
        is_tied = all(unit.of("ended") == unit.of("entered") for unit in units)
        for name in names:
            values += [float(unit.of(name)) for unit in units]
            bounds = [_bounds(unit, name) for unit in units]
            least += [low for low, _ in bounds]
            greatest += [top for _, top in bounds]
        follow = [(at[name], at[above]) for name, above in _FOLLOWS.items() if name in at and above in at]
        under += [(low + rank, high + rank) for low, high in follow for rank in range(size)]
        # In a year long over, it is public that everybody who entered has ended.
        under += [(at["entered"] + rank, at["ended"] + rank) for rank in range(size) if is_tied]
        for cell, members in table.groups.items():
            for name in (each for each in names_of(cell) if each in at):
                group = (PAST, name, *cell) if is_past else (name, *cell)
                groups[group] = [at[name] + unit for unit in members]
    if table.then:
        # Counts that grew are known to only grow.
        later = len(names) * size
        under += [(later + rank, rank) for rank in range(later) if values[later + rank] <= values[rank]]
    kept = frozenset(group for group in groups if group[0] == PAST or group[1] in (YEAR, CERTIFYING))
    loose = frozenset(group for group in groups if group[1] in RESULTS)
    return Linked(values, least, greatest, groups, under, kept, loose)


def _bounds(unit: Inner, name: str) -> tuple[float, float]:
    """Public bounds of one count: the number of places, and no place taken twice."""
    least = float(max(0, unit.of("entered") - unit.of("taken"))) if name == "entered" else 0.0
    if unit.places is None or name in PEOPLE[:-1]:
        return least, ANY
    if name == "certified" and not unit.is_certifying:
        return least, float(unit.of(name))
    return least, float(max(unit.places, unit.of("entered")))
