"""Actions whose commitments do not follow their vote: which are ranked, and in what order."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from pacte.finance.records import AmountSource, Fund, MoneyCell, MoneyStage, PlanMoneyTable, Section
from pacte.finance.rules import vote_gaps
from pacte.kernel.action_codes import ActionCode

V, C = MoneyStage.VOTED, MoneyStage.COMMITTED


def money(
    action: object, stage: MoneyStage, cents: int, *, year: int = 2019, fund: Fund = Fund.PACT,
    section: Section = Section.OPERATING,
) -> MoneyCell:  # fmt: skip
    number = None if action is None else ActionCode(action)
    return MoneyCell("1", number, year, year, section, fund, "Région", stage, AmountSource.DECLARED, cents)


def table(*cells: MoneyCell) -> PlanMoneyTable:
    known_at = datetime(2020, 11, 24, tzinfo=UTC)
    return PlanMoneyTable("p", "Plan", 2019, 2022, date(2020, 11, 24), known_at, (), (), cells)


def test_what_exceeds_its_vote_comes_first_then_the_largest_delay() -> None:
    gaps = vote_gaps(
        table(
            money(1, V, 1000), money(1, C, 300), money(2, V, 100), money(2, C, 110), money(3, V, 5000),
            money(3, C, 1000), money(4, V, 100), money(4, C, 100),
        )
    )  # fmt: skip
    assert [(each.number, each.is_overrun, each.gap) for each in gaps] == [
        ("2", True, 10), ("3", False, 4000), ("1", False, 700),
    ]  # fmt: skip


def test_from_seventy_percent_of_its_vote_an_action_follows_it() -> None:
    assert vote_gaps(table(money(1, V, 1000), money(1, C, 700))) == ()
    assert [each.gap for each in vote_gaps(table(money(1, V, 1000), money(1, C, 699)))] == [301]


def test_a_vote_without_any_commitment_is_the_whole_delay() -> None:
    (gap,) = vote_gaps(table(money(1, V, 1000)))
    assert (gap.committed, gap.gap, gap.years) == (0, 1000, ((2019, 1000, 0),))


def test_without_a_vote_nothing_is_compared_and_other_funds_staff_and_axes_count_for_nothing() -> None:
    cells = (
        money(1, C, 500), money(2, V, 100, fund=Fund.BASELINE), money(2, C, 900, fund=Fund.BASELINE),
        money(3, V, 100, section=Section.STAFF), money(None, V, 100), money(None, C, 900),
    )  # fmt: skip
    assert vote_gaps(table(*cells)) == ()


def test_the_years_are_those_that_make_the_gap_the_largest_part_first() -> None:
    cells = (
        money(1, V, 100), money(1, C, 50), money(1, V, 100, year=2020), money(1, C, 160, year=2020),
        money(1, V, 100, year=2021), money(1, C, 200, year=2021),
    )  # fmt: skip
    (gap,) = vote_gaps(table(*cells))
    assert gap.is_overrun
    assert gap.years == ((2021, 100, 200), (2020, 100, 160))


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from([V, C]), st.integers(0, 1000)), max_size=30))
def test_overruns_come_before_delays_and_both_by_their_gap(rows: list[tuple[int, MoneyStage, int]]) -> None:
    gaps = vote_gaps(table(*(money(number, stage, cents) for number, stage, cents in rows)))
    assert [each.is_overrun for each in gaps] == sorted((each.is_overrun for each in gaps), reverse=True)
    for is_overrun in (True, False):
        sizes = [each.gap for each in gaps if each.is_overrun is is_overrun]
        assert sizes == sorted(sizes, reverse=True)
    assert all(each.is_overrun or each.committed < each.voted for each in gaps)
