"""Small counts: hidden, and not given back by a subtraction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pacte.journeys.records.counts import ENDS, HIDEABLE, Counts, FunnelTable
from pacte.journeys.rules.counts import masked, public_sums, whole_of, with_ended
from pacte.journeys.rules.secrecy import SMALLEST_SHOWN, hidden, is_small

CELLS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 60), max_size=12)


@given(CELLS)
def test_no_small_count_is_shown_and_none_can_be_subtracted(cells: dict[str, int]) -> None:
    gone = hidden(cells)
    shown = {key: count for key, count in cells.items() if gone is not None and key not in gone}
    assert not any(is_small(count) for count in shown.values())
    if gone:
        left = sum(cells.values()) - sum(shown.values())
        assert len(gone) > 1
        assert left - len(gone) >= SMALLEST_SHOWN, "each hidden cell lies in an interval of eleven or more"


def test_one_small_cell_takes_the_next_with_it_and_the_small_whole_goes_too() -> None:
    assert hidden({"a": 4, "b": 30, "c": 12}) == {"a", "c"}
    assert hidden({"a": 4, "b": 3}) is None
    assert hidden({"a": 0, "b": 30}) == frozenset(), "nobody is nobody"
    assert hidden({"a": 4, "b": 30, "c": 12}, among={"b"}) == frozenset()
    assert hidden({"a": 4, "b": 3, "c": 40}, among={"a"}) == {"a", "b", "c"}


def cell(key: str, **values: int) -> Counts:
    return with_ended(Counts(key=key, values=values))


def table(*lines: Counts) -> FunnelTable:
    return FunnelTable(lines, whole_of(lines), None)


def test_a_masked_table_shows_its_places_and_hides_people_column_by_column() -> None:
    found = masked(table(cell("18", bought=12, entered=7, admitted=30), cell("37", bought=99, entered=60, admitted=70)))
    first = found.lines[0]
    assert (first.of("bought"), first.of("entered"), first.of("admitted")) == (12, None, 30)
    assert (found.lines[1].of("entered"), found.whole.of("entered")) == (None, 67)


@given(st.lists(st.dictionaries(st.sampled_from(HIDEABLE), st.integers(0, 40)), max_size=8))
def test_the_ends_that_are_shown_never_give_back_one_that_is_hidden(rows: list[dict[str, int]]) -> None:
    lines = [with_ended(Counts(key=str(rank), values=row)) for rank, row in enumerate(rows)]
    whole = masked(table(*lines)).whole
    gone = [kind for kind in ENDS if kind in whole.hidden]
    assert not any(is_small(whole.of(kind) or 0) for kind in ENDS)
    assert len(gone) != 1 or whole.of("ended") is None


def test_only_protected_people_are_hidden_from_who_sees_the_others() -> None:
    inside = Counts(key="26", values={"entered": 4}, is_protected=True)
    lines = (inside, Counts(key="1", values={"entered": 5}), Counts(key="2", values={"entered": 90}))
    found = masked(FunnelTable(lines, whole_of(lines), None), only_protected=True)
    assert [each.of("entered") for each in found.lines] == [None, None, None] or found.lines[2].of("entered") == 90
    assert found.lines[0].of("entered") is None
    alone = FunnelTable((inside,), whole_of([inside]), None)
    assert masked(alone, only_protected=True).whole.of("entered") is None


def test_a_sum_over_years_is_hidden_as_soon_as_one_year_is() -> None:
    years = {
        2020: masked(table(cell("4", entered=50), cell("5", entered=70))),
        2021: masked(table(cell("4", entered=3), cell("5", entered=70))),
    }
    assert public_sums(years, "4").of("entered") is None
    assert public_sums({2020: years[2020]}, "4").of("entered") == 50
