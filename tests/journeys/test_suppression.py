"""Suppression of small counts: hidden, and not recoverable by subtraction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pacte.journeys.records.counts import CellCounts, FunnelTable
from pacte.journeys.rules.counts import sum_counts, suppress_protected_counts
from pacte.journeys.rules.suppression import SMALLEST_SHOWN, cells_to_hide, is_small_count

CELLS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 60), max_size=12)


@given(CELLS)
def test_no_small_count_is_shown_and_none_can_be_subtracted(cells: dict[str, int]) -> None:
    gone = cells_to_hide(cells)
    shown = {key: count for key, count in cells.items() if gone is not None and key not in gone}
    assert not any(is_small_count(count) for count in shown.values())
    if gone:
        left = sum(cells.values()) - sum(shown.values())
        assert len(gone) > 1
        assert left - len(gone) >= SMALLEST_SHOWN, "each hidden cell lies in an interval of eleven or more"


def test_one_small_cell_takes_the_next_with_it_and_the_small_whole_goes_too() -> None:
    assert cells_to_hide({"a": 4, "b": 30, "c": 12}) == {"a", "c"}
    assert cells_to_hide({"a": 4, "b": 3}) is None
    assert cells_to_hide({"a": 0, "b": 30}) == frozenset(), "nobody is nobody"
    assert cells_to_hide({"a": 4, "b": 30, "c": 12}, among={"b"}) == frozenset()
    assert cells_to_hide({"a": 4, "b": 3, "c": 40}, among={"a"}) == {"a", "b", "c"}


def test_only_protected_people_are_hidden_from_who_sees_the_others_and_their_places_with_them() -> None:
    inside = CellCounts(key="26", values={"bought": 12, "taken": 4, "lost": 8, "entered": 4}, is_protected=True)
    others = [
        CellCounts(key=key, values={"bought": 99, "taken": n, "lost": 0, "entered": n})
        for key, n in (("1", 5), ("2", 90))
    ]
    found = suppress_protected_counts(FunnelTable((inside, *others), sum_counts([inside, *others]), None))
    assert [found.lines[0].of(name) for name in ("bought", "taken", "lost", "entered")] == [12, None, None, None]
    assert found.whole.of("entered") == 99
    alone = FunnelTable((inside,), sum_counts([inside]), None)
    assert suppress_protected_counts(alone).whole.of("entered") is None
    free = FunnelTable(tuple(others), sum_counts(others), None)
    assert suppress_protected_counts(free) is free
