"""Additional places and entries due to the pact, by year and axis, with small counts suppressed. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pacte.finance.records import AdditionalCounts, AdditionalSums
from pacte.kernel.action_codes import ActionCode

NO_AXIS = ""
Key = TypeVar("Key", bound=Hashable)
_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PactCount:
    """Places bought and entries of a year for one action. None: the order names no action, or several orders pay."""

    year: int
    action: ActionCode | None
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
    totals: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for each in counts:
        cell = totals[each.year, axis_of.get(each.action, NO_AXIS) if each.action is not None else NO_AXIS]
        cell[0] += each.places
        cell[1] += each.entries
    suppressed_cells = {
        (year, NO_AXIS if action is None else axis_of.get(action, NO_AXIS)) for year, action in suppressed
    }
    cells = {key: (places, entries) for key, (places, entries) in sorted(totals.items()) if places or entries}
    hidden = _suppressed_cells(cells, threshold, suppressed_cells)
    return AdditionalSums(
        cells={key: _added_counts(pair, hides=key in hidden) for key, pair in cells.items()},
        years=_totals_by({key: key[0] for key in cells}, cells, threshold, set(suppressed_years)),
        axes=_totals_by({key: key[1] for key in cells}, cells, threshold, {axis for _, axis in suppressed_cells}),
        overall=_added_counts(
            _sum(cells.values()), hides=bool(suppressed_years) or _is_small(_sum(cells.values()), threshold)
        ),
    )


def _suppressed_cells(
    cells: Mapping[tuple[int, str], _Pair], threshold: int, also: Collection[tuple[int, str]]
) -> set[tuple[int, str]]:
    """Small cells, then the next smallest wherever one is the only suppressed cell, until there is none."""
    hidden = {key for key, pair in cells.items() if key in also or _is_small(pair, threshold)}
    groups = [
        *({key for key in cells if key[0] == year} for year in {key[0] for key in cells}),
        *({key for key in cells if key[1] == axis} for axis in {key[1] for key in cells}),
        set(cells),
    ]
    while True:
        more = set()
        for group in groups:
            shown = [key for key in group - hidden if cells[key][1]]
            if len(group & hidden) == 1 and shown:
                more.add(min(shown, key=lambda key: (cells[key][1], key)))
        if not more:
            return hidden
        hidden |= more


def _totals_by(
    key_of: Mapping[tuple[int, str], Key], cells: Mapping[tuple[int, str], _Pair], threshold: int,
    also: Collection[Key],
) -> dict[Key, AdditionalCounts]:  # fmt: skip
    groups: dict[Key, list[_Pair]] = defaultdict(list)
    for key, pair in cells.items():
        groups[key_of[key]].append(pair)
    sums = {key: _sum(pairs) for key, pairs in groups.items()}
    hidden = {key for key, pair in sums.items() if key in also or _is_small(pair, threshold)}
    shown = [key for key, pair in sums.items() if key not in hidden and pair[1]]
    if len(hidden) == 1 and shown:
        hidden.add(min(shown, key=lambda key: sums[key][1]))
    return {key: _added_counts(pair, hides=key in hidden) for key, pair in sums.items()}


def _is_small(pair: _Pair, threshold: int) -> bool:
    return 0 < pair[1] < threshold


def _sum(pairs: Iterable[_Pair]) -> _Pair:
    counts = list(pairs)
    return sum(places for places, _ in counts), sum(entries for _, entries in counts)


def _added_counts(pair: _Pair, *, hides: bool) -> AdditionalCounts:
    places, entries = pair
    return AdditionalCounts(places, None if hides else entries, hides_entries=hides)
