"""Additional places and entries due to the pact, by year and axis, with small counts suppressed. Pure.

Places divide between the axes that buy them. A person counts whole in each axis that bought their session and once in
any total: cells may add up to more than it, and the difference is a count of people too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pacte.finance.records import AdditionalCounts, AdditionalSums
from pacte.journeys.rules.linked_suppression import ANY, Group, LinkedCounts, protect_small_groups, sum_of
from pacte.kernel.action_codes import ActionCode

NO_AXIS = ""
_Cell = tuple[int, str]
_Unit = tuple[int, frozenset[str]]
# Groups of units: a year and an axis, a year, an axis, all; and people whom the same axes share, never shown.
_CELL, _YEAR, _AXIS, _ALL, _SHARED = "cell", "year", "axis", "all", "shared"
_OVERALL: Group = (_ALL,)


@dataclass(frozen=True, slots=True)
class PactCount:
    """Places bought and entries of a year for the same actions. None: a line that names no action.

    Places are those of one action; entries, those of the sessions that exactly these actions buy.
    """

    year: int
    actions: frozenset[ActionCode | None]
    places: int
    entries: int


def additionality_sums(
    counts: Iterable[PactCount], axis_of: Mapping[ActionCode, str], *, threshold: int,
    suppressed: Collection[tuple[int, ActionCode | None]] = (), suppressed_years: Collection[int] = (),
) -> AdditionalSums:  # fmt: skip
    """Sums by year and axis; an action that the plan does not have counts under no axis.

    Entries below ``threshold`` are suppressed, and never alone in a year, in an axis or in the total: a suppressed
    count cannot be derived by subtracting the others from a total. ``suppressed`` (year and action) and
    ``suppressed_years`` are entries hidden by other tables: an axis is shown when all its actions are, and a sum over a
    hidden axis is not.
    """
    places, entries = _by_axis(counts, axis_of)
    units, values = list(entries), list(entries.values())
    cells = sorted({*places, *((year, axis) for year, axes in units for axis in axes)})
    groups, shared = _groups(cells, units), _shared_groups(units)
    sums = {group: sum(values[rank] for rank in ranks) for group, ranks in groups.items()}
    hidden = _hidden_groups(
        sums, threshold, {(year, _axis(action, axis_of)) for year, action in suppressed}, set(suppressed_years)
    )
    hidden = _protected(values, groups, shared, hidden, threshold)

    def added(group: Group, own_cells: Iterable[_Cell]) -> AdditionalCounts:
        bought = sum(places.get(cell, 0) for cell in own_cells)
        return AdditionalCounts(bought, None if group in hidden else sums[group], hides_entries=group in hidden)

    return AdditionalSums(
        cells={cell: added(_cell(cell), [cell]) for cell in cells},
        years={year: added((_YEAR, str(year)), [each for each in cells if each[0] == year]) for year, _ in cells},
        axes={axis: added((_AXIS, axis), [each for each in cells if each[1] == axis]) for _, axis in cells},
        overall=added(_OVERALL, cells),
        has_shared_entries=bool(shared),
    )


def _by_axis(
    counts: Iterable[PactCount], axis_of: Mapping[ActionCode, str]
) -> tuple[dict[_Cell, int], dict[_Unit, int]]:
    """Places of each axis, and entries of each set of axes, without those that have none."""
    places: Counter[_Cell] = Counter()
    entries: Counter[_Unit] = Counter()
    for each in counts:
        axes = frozenset(_axis(action, axis_of) for action in each.actions)
        entries[each.year, axes] += each.entries
        places.update({(each.year, axis): each.places for axis in axes})
    return (
        {cell: count for cell, count in places.items() if count},
        {unit: entries[unit] for unit in sorted(entries, key=lambda each: (each[0], sorted(each[1]))) if entries[unit]},
    )


def _axis(action: ActionCode | None, axis_of: Mapping[ActionCode, str]) -> str:
    return NO_AXIS if action is None else axis_of.get(action, NO_AXIS)


def _cell(cell: _Cell) -> Group:
    return _CELL, str(cell[0]), cell[1]


def _groups(cells: Iterable[_Cell], units: Sequence[_Unit]) -> dict[Group, list[int]]:
    """Ranks of the units that each shown count adds up."""
    groups: dict[Group, list[int]] = {_OVERALL: list(range(len(units)))}
    for year, axis in cells:
        groups[_cell((year, axis))] = [rank for rank, unit in enumerate(units) if unit[0] == year and axis in unit[1]]
        groups[_YEAR, str(year)] = [rank for rank, unit in enumerate(units) if unit[0] == year]
        groups[_AXIS, axis] = [rank for rank, unit in enumerate(units) if axis in unit[1]]
    return groups


def _shared_groups(units: Sequence[_Unit]) -> dict[Group, list[int]]:
    return {
        (_SHARED, str(year), *sorted(axes)): [rank] for rank, (year, axes) in enumerate(units) if len(axes) > 1
    }  # fmt: skip


def _hidden_groups(
    sums: Mapping[Group, int], threshold: int, cells: Collection[_Cell], years: Collection[int]
) -> set[Group]:
    """``cells`` and ``years``: those that other tables hide."""
    also = {_cell(cell) for cell in cells} | {(_YEAR, str(year)) for year in years}
    also |= {(_AXIS, axis) for _, axis in cells} | ({_OVERALL} if years else set())
    hidden = {group for group, count in sums.items() if group in also or _is_small(count, threshold)}
    by_year: dict[str, set[Group]] = defaultdict(set)
    by_axis: dict[str, set[Group]] = defaultdict(set)
    for group in (group for group in sums if group[0] == _CELL):
        by_year[group[1]].add(group)
        by_axis[group[2]].add(group)
    all_cells = set().union(*by_year.values())
    hidden |= _never_alone([*by_year.values(), *by_axis.values(), all_cells], hidden, sums)
    for kind in (_YEAR, _AXIS):
        hidden |= _never_alone([{group for group in sums if group[0] == kind}], hidden, sums)
    return hidden


def _never_alone(rows: Sequence[set[Group]], hidden: Collection[Group], sums: Mapping[Group, int]) -> set[Group]:
    """Hidden groups, then the next smallest wherever one is the only hidden one of a row, until there is none."""
    gone = set(hidden)
    while True:
        more = set()
        for row in rows:
            shown = [group for group in row - gone if sums[group]]
            if len(row & gone) == 1 and shown:
                more.add(min(shown, key=lambda group: (sums[group], group)))
        if not more:
            return gone
        gone |= more


def _protected(
    values: Sequence[int], groups: Mapping[Group, Sequence[int]], shared: Mapping[Group, Sequence[int]],
    hidden: Collection[Group], threshold: int,
) -> set[Group]:  # fmt: skip
    """The groups to hide so that no small one is derived from the others, shared people included.

    Cells that share people are no sums: they are protected as linked tables. All are hidden where that is not enough.
    """
    linked = {**groups, **shared}
    counts = LinkedCounts([float(value) for value in values], [0.0] * len(values), [ANY] * len(values), linked)
    totals = {group: sum_of(values, ranks) for group, ranks in linked.items()}
    small = {group: threshold - total for group, total in totals.items() if _is_small(total, threshold)}
    protection = protect_small_groups(counts, small, {*hidden, *shared})
    return set(groups) if protection.unproven else protection.hidden


def _is_small(count: float, threshold: int) -> bool:
    return 0 < count < threshold
