"""Where the pace of commitments leads: the interval holds about four times out of five, on generated months."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pacte.finance.records import CommitmentPace, MoneyMonth
from pacte.finance.rules import commitment_pace
from tests.effort import share

START, AS_OF, PLAN_END = date(2019, 1, 1), date(2020, 10, 31), date(2022, 12, 31)


def month_ends(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=rank) for rank in range((last - first).days + 1)]
    return [day for day in days if (day + timedelta(days=1)).day == 1]


def months(steps: list[int], last: date = PLAN_END) -> list[MoneyMonth]:
    return [
        MoneyMonth(day, None, sum(steps[: rank + 1]), 0)
        for rank, day in enumerate(month_ends(START, last)[: len(steps)])
    ]


def forecast(seen: list[MoneyMonth], *horizons: date) -> CommitmentPace | None:
    return commitment_pace(seen, as_of=seen[-1].on, horizons=horizons or [PLAN_END])


def test_the_interval_holds_the_end_of_the_plan_about_four_times_out_of_five() -> None:
    held, tried = 0, 200
    for seed in range(tried):
        draw = random.Random(seed)
        steps = [int(draw.gammavariate(2, 100_000)) for _ in range(48)]
        whole = months(steps)
        pace = forecast([each for each in whole if each.on <= AS_OF])
        assert pace is not None
        held += pace.end.low <= whole[-1].committed <= pace.end.high
    assert 0.70 <= held / tried <= 0.90, held / tried


def test_a_steady_pace_goes_on_and_leaves_no_doubt() -> None:
    pace = forecast(months([100] * 12), date(2020, 12, 31))
    assert pace is not None
    assert (pace.months, pace.committed) == (12, 1200)
    assert pace.end.low == pace.end.cents == pace.end.high
    assert abs(pace.end.cents - 2400) <= 5


def test_the_month_that_is_not_over_says_nothing_of_the_pace() -> None:
    seen = [*months([100] * 12), MoneyMonth(date(2020, 1, 2), None, 1200, 0)]
    pace = forecast(seen, date(2020, 12, 31))
    assert pace is not None
    assert pace.months == 12
    assert abs(pace.end.cents - 2400) <= 10


def test_fewer_than_six_months_nothing_committed_or_no_day_to_come_give_no_forecast() -> None:
    assert forecast(months([100] * 5)) is None
    assert forecast(months([0] * 12)) is None
    assert forecast(months([100] * 12), date(2019, 6, 30)) is None
    assert commitment_pace([], as_of=AS_OF, horizons=[PLAN_END]) is None


@settings(max_examples=share(50), deadline=None)
@given(st.lists(st.integers(-(10**9), 10**11), min_size=6, max_size=40))
def test_an_interval_holds_its_middle_and_widens_with_time(steps: list[int]) -> None:
    pace = forecast(months(steps), PLAN_END, date(2023, 6, 30), date(2024, 12, 31))
    assume(pace is not None)
    widths = [each.high - each.low for each in pace.points]
    assert widths == sorted(widths)
    assert all(each.low <= each.cents <= each.high for each in pace.points)
    assert [each.on for each in pace.points] == sorted(each.on for each in pace.points)
