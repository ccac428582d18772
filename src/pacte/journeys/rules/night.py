"""What one night publishes of the counts of journeys to who sees no small one: all tables decided together. Pure.

One programme a year holds every count of every session, as whoever reads all the tables would write it: each count is
at most the one before, and from one publication to the next nobody is counted less. See ``rules.linked`` for what a
hidden count is safe from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

from pacte.journeys.records.counts import PEOPLE, Cut
from pacte.journeys.rules.linked import ANY, THRESHOLD, Group, Linked, protect

YEAR = Cut.YEAR.value
# Sums of sessions over all years that anybody reads: of a training, of a certification, of those six months past.
RESULT, LATE_RESULT = "result", "late_result"
RESULTS = (RESULT, LATE_RESULT)
# Sessions that lead to a certification: how many ended in them is told of a whole year.
CERTIFYING = "certifying"
# Kinds of end of a year, and the actions of each plan.
END, PLAN_ACTION = "end", "plan_action"
# What other rooms show of the same sessions: by domain, objective and fund; of an action, what the pact pays for.
DOMAIN, OBJECTIVE, FUND, PACT_ACTION = "domain", "objective", "fund", "pact_action"
BESIDE = (DOMAIN, OBJECTIVE, FUND)
# Of the sessions that are over, entries of the year and by department; of those whose jury, or the six months after
# them, are past.
OVER, OVER_THERE, JURY, LATE = "over", "over_there", "jury", "late"
_PAST = "past"
# Counts of people, each at most the one that it follows.
_FOLLOWS = {
    "informed": "proposed", "admitted": "informed", "entered": "admitted", "ended": "entered", "certified": "ended",
    "answered": "ended", "in_job": "answered",
}  # fmt: skip
NAMES = (*PEOPLE, "ended", "certified", "answered", "in_job")
# Places tell of the people who took them.
_PLACES = ("opened", "lost", "taken")
COUNTED = ("bought", *_PLACES, *PEOPLE, "ended", "certifiable", "certified", "answered", "in_job")
# What lines add up to.
_WHOLES = frozenset({YEAR, CERTIFYING, *RESULTS})
# Tables that tell of some counts alone.
_OF_SOME = {
    RESULT: ("entered", "ended", "certified"), LATE_RESULT: ("entered", "answered", "in_job"),
    OVER: ("entered",), OVER_THERE: ("entered",), PACT_ACTION: ("entered",), FUND: ("entered",),
    DOMAIN: ("entered",), OBJECTIVE: ("entered",), JURY: ("entered", "certified"), LATE: ("answered", "in_job"),
}  # fmt: skip
PARTIAL = frozenset(_OF_SOME)
# All that a night decides.
TABLES = tuple(sorted({*(cut.value for cut in Cut), *_OF_SOME, CERTIFYING, END, PLAN_ACTION}))


@dataclass(frozen=True, slots=True)
class Inner:
    """Sessions that no table tells apart, or people of one cell. ``cells``: the cells of tables that it is part of.

    ``places``: how many can enter, as everybody knows; None where there is no such bound.
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
    """What was decided: the cells hidden, by name of count. It is kept: the next one takes it into account."""

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
class _Table:
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
        """Nothing was counted since the last publication."""
        return self.then is not None and all(map(_is_same, self.units, self.then))

    def total(self, cell: Group, name: str) -> int:
        if cell in self.over_years:
            return self.over_years[cell].get(name, 0)
        return sum(self.units[unit].of(name) for unit in self.groups[cell])

    def past(self, cell: Group, name: str) -> int:
        return sum(self.then[unit].of(name) for unit in self.groups[cell]) if self.then else 0


def decide(inners: Sequence[Inner], last: Night | None = None, whole: Night | None = None) -> Night:
    """The cells to hide, so that neither these tables nor those of the ``last`` publication are told by both.

    ``whole``: what was decided of the same people; a year that it hides is hidden here, and one that it shows cannot
    be: the last publication stands for a cut of people that nothing else protects.
    """
    hidden: set[Group] = set()
    results_of: dict[str, frozenset[Group]] = {}
    standing: dict[str, list[Inner]] = {}
    for part, table in _by_part(_table(inners, last)).items():
        year = table.units[0].year
        gone = {name for name in NAMES if whole is not None and year in whole.years_hidden(name)}
        # What adds years up gives way: it is hidden as soon as a year needs it to be.
        if last is not None and table.is_same and part in last.results_of and not gone:
            hidden |= _hidden_then(table) | last.results_of[part]
        else:
            found, is_proven = _decide(table, hidden, gone, is_whole=whole is None)
            if last is not None and whole is not None and not is_proven:
                standing[part] = [each for each in table.then or () if each.key in {old.key for old in last.inners}]
                found = _hidden_then(table) | {group for group in _told(table) if group[0] in gone}
            hidden |= found
        results_of[part] = frozenset(
            group for group in hidden if group[1] in RESULTS and group[1:] in table.groups
        )  # fmt: skip
    kept = [each for each in inners if _part_of(each) not in standing]
    return Night(
        (*kept, *(each for mine in standing.values() for each in mine)),
        {name: frozenset(each[1:] for each in hidden if each[0] == name) for name in NAMES},
        results_of, frozenset(tuple(part.split("|")) for part in standing),
    )  # fmt: skip


def _hidden_then(table: _Table) -> set[Group]:
    return {
        (name, *cell) for name, cells in table.was_hidden.items() for cell in cells
        if cell in table.groups and cell[0] not in RESULTS
    }  # fmt: skip


def _decide(
    table: _Table, before: AbstractSet[Group], gone: AbstractSet[str], *, is_whole: bool
) -> tuple[set[Group], bool]:
    """What to hide of a year, and whether that is enough.

    What nothing protects takes more with it: its lines, those of the year, and the year when it is told here alone.
    """
    count = _linked(table)
    small = {group: float(THRESHOLD - least) for group in _told(table) if (least := _small(table, group)) is not None}
    # A year whose whole is small is not shown at all.
    gone = gone | {group[0] for group in small if group[1] == YEAR} | _few_without_a_job(table)
    asked = {
        group: rise for group, rise in small.items()
        if not (group[0] in gone and group[1] == YEAR) and (group[1] not in RESULTS or group[1:] in table.raises)
    } | _were_small(table)  # fmt: skip
    fixed = {(_PAST, name, *cell) for name, cells in table.was_hidden.items() for cell in cells if cell in table.groups}
    away = {group for group in _told(table) if group[0] in gone and group[1] not in RESULTS}
    found = protect(count, asked, {*before, *small, *away, *fixed})
    for more in _ways_out(is_whole=is_whole):
        if not found.unproven:
            break
        names = {group[1] if group[0] == _PAST else group[0] for group in found.unproven}
        left = {group: asked[group] for group in found.unproven}
        found = protect(count, left, found.hidden | {group for group in _told(table) if more(group, names)})
    return {group for group in found.hidden if group[0] != _PAST}, not found.unproven


def _ways_out(*, is_whole: bool) -> Iterator[Callable[[Group, AbstractSet[str]], bool]]:
    """From the least to the most: the lines of these counts, of all counts, the year of these, the year."""
    yield lambda group, names: group[0] in names and group[1] not in _WHOLES
    yield lambda group, _: group[1] not in _WHOLES
    if not is_whole:
        return
    yield lambda group, names: group[0] in names and group[1] not in RESULTS
    yield lambda group, _: group[1] not in RESULTS
    yield lambda group, _: True


def _few_without_a_job(table: _Table) -> set[str]:
    """Jobs, when they leave few of the answers of the year: a public table and an indicator count those apart."""
    return {
        "in_job" for cell in table.groups
        if cell[0] == YEAR and "in_job" in names_of(cell)
        and 0 < table.total(cell, "answered") - table.total(cell, "in_job") < THRESHOLD
    }  # fmt: skip


def _told(table: _Table) -> Iterator[Group]:
    """Every count of every cell."""
    return ((name, *cell) for cell in table.groups for name in names_of(cell))


def names_of(cell: Group) -> tuple[str, ...]:
    """The counts that are told of a cell, and decided."""
    if cell[0] in (CERTIFYING, END) or (cell[0] == YEAR and cell[2] == END):
        return ("ended",)
    return _OF_SOME.get(cell[0], NAMES)


def _small(table: _Table, group: Group) -> int | None:
    """The count when it is small, or that of places taken, which goes with the entries; None when none is."""
    name, *cell = group
    found = (table.total(tuple(cell), each) for each in (("taken", name) if name == "entered" else (name,)))
    return min((count for count in found if 0 < count < THRESHOLD), default=None)


def _were_small(table: _Table) -> dict[Group, float]:
    """What was small and hidden at the last publication must not be told by this one."""
    found = {}
    for name, cells in table.was_hidden.items():
        for cell in cells & table.groups.keys():
            count = table.past(cell, name)
            is_gone = (YEAR, *cell[1:2], "") in cells
            if cell[0] not in RESULTS and not is_gone and 0 < count < THRESHOLD:
                found[_PAST, name, *cell] = float(THRESHOLD - count)
    return found


def _linked(table: _Table) -> Linked:
    """All counts of the year, tonight and at the last publication, side by side."""
    nights = [(False, table.units)] + ([(True, table.then)] if table.then else [])
    size = len(table.units)
    values: list[float] = []
    least: list[float] = []
    greatest: list[float] = []
    groups: dict[Group, Sequence[int]] = {}
    under: list[tuple[int, int]] = []
    for is_past, units in nights:
        at = {name: len(values) + rank * size for rank, name in enumerate(NAMES)}
        is_tied = all(unit.of("ended") == unit.of("entered") for unit in units)
        for name in NAMES:
            values += [float(unit.of(name)) for unit in units]
            bounds = [_bounds(unit, name) for unit in units]
            least += [low for low, _ in bounds]
            greatest += [top for _, top in bounds]
        for name, above in _FOLLOWS.items():
            under += [(at[name] + rank, at[above] + rank) for rank in range(size)]
        # Everybody knows of a year that is long over that who entered has ended.
        under += [(at["entered"] + rank, at["ended"] + rank) for rank in range(size) if is_tied]
        for cell, members in table.groups.items():
            for name in names_of(cell):
                group = (_PAST, name, *cell) if is_past else (name, *cell)
                groups[group] = [at[name] + unit for unit in members]
    if table.then:
        # Who grew is known to only grow.
        later = len(NAMES) * size
        under += [(later + rank, rank) for rank in range(later) if values[later + rank] <= values[rank]]
    kept = frozenset(group for group in groups if group[0] == _PAST or group[1] in (YEAR, CERTIFYING))
    loose = frozenset(group for group in groups if group[1] in RESULTS)
    return Linked(values, least, greatest, groups, under, kept, loose)


def _bounds(unit: Inner, name: str) -> tuple[float, float]:
    """What everybody knows of one count: the places that there are, and that no place is taken twice."""
    least = float(max(0, unit.of("entered") - unit.of("taken"))) if name == "entered" else 0.0
    if unit.places is None or name in PEOPLE[:-1]:
        return least, ANY
    if name == "certified" and not unit.is_certifying:
        return least, float(unit.of(name))
    return least, float(max(unit.places, unit.of("entered")))


def _table(inners: Sequence[Inner], last: Night | None) -> _Table:
    now = {each.key: each for each in inners}
    then = {each.key: each for each in last.inners} if last else {}
    keys = sorted(now.keys() | then.keys())
    nobody = {key: Inner(key, each.year, each.cells, {}, each.places) for key, each in (then | now).items()}
    units = [now.get(key, nobody[key]) for key in keys]
    groups: dict[Group, list[int]] = defaultdict(list)
    for rank, unit in enumerate(units):
        for cell in unit.cells:
            groups[cell].append(rank)
    old = [then.get(key, nobody[key]) for key in keys] if last else None
    return _Table(units, old, groups, last.hidden if last else {})


def _part_of(unit: Inner) -> str:
    """Its year, and the cut of people that adds up to it."""
    return next("|".join(cell) for cell in sorted(unit.cells) if cell[0] == YEAR)


def _by_part(table: _Table) -> dict[str, _Table]:
    """One table a year, and a cut where people are cut, with the part of it that results add up."""
    ranks: dict[str, list[int]] = defaultdict(list)
    for rank, unit in enumerate(table.units):
        ranks[_part_of(unit)].append(rank)
    results = [cell for cell in table.groups if cell[0] in RESULTS]
    sums = {cell: {name: table.total(cell, name) for name in COUNTED} for cell in results}
    year_of = {cell: _roomiest(table, cell) for cell in results}
    found = {}
    for part, mine in sorted(ranks.items()):
        at = {rank: place for place, rank in enumerate(mine)}
        groups: dict[Group, list[int]] = defaultdict(list)
        for rank in mine:
            for cell in table.units[rank].cells:
                groups[cell].append(at[rank])
        found[part] = replace(
            table, units=[table.units[rank] for rank in mine], over_years=sums, groups=groups,
            then=[table.then[rank] for rank in mine] if table.then else None,
            raises=frozenset(cell for cell in results if year_of[cell] == table.units[mine[0]].year),
        )  # fmt: skip
    return found


def _roomiest(table: _Table, cell: Group) -> int:
    """The year in which a result can be raised most easily."""
    room: dict[int, float] = defaultdict(float)
    for unit in map(table.units.__getitem__, table.groups[cell]):
        room[unit.year] += ANY if unit.places is None else unit.places - unit.of("in_job")
    return max(room, key=lambda year: (room[year], -year))


def _is_same(unit: Inner, other: Inner) -> bool:
    return unit.cells == other.cells and unit.places == other.places and all(
        unit.of(name) == other.of(name) for name in COUNTED
    )  # fmt: skip


def as_document(night: Night) -> dict[str, object]:
    """What is kept of a publication, for the next one."""
    return {
        "tables": list(TABLES),
        "inners": [
            [each.key, each.year, sorted(map(list, each.cells)), [each.of(name) for name in COUNTED], each.places]
            for each in night.inners
        ],
        "hidden": {name: sorted(map(list, gone)) for name, gone in night.hidden.items()},
        "results_of": {part: sorted(map(list, gone)) for part, gone in night.results_of.items()},
    }


def from_document(told: Mapping[str, Any]) -> Night | None:
    """The night that ``as_document`` wrote; None when it decided other tables than those of today: its sessions were
    told apart otherwise, and nothing of it can be set against tonight's."""
    if told.get("tables") != list(TABLES):
        return None
    inners = tuple(
        Inner(key, year, frozenset(map(tuple, cells)), dict(zip(COUNTED, counts, strict=True)), places)
        for key, year, cells, counts, places in told["inners"]
    )
    hidden, results_of = (
        {name: frozenset(map(tuple, gone)) for name, gone in told[each].items()} for each in ("hidden", "results_of")
    )
    return Night(inners, hidden, results_of)
