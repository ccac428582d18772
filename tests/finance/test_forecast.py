"""The forecast interval contains the true value about four times out of five, on three kinds of generated histories."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pacte.finance.records import Forecast, InsufficientHistory, MoneyStage, PaymentHistory
from pacte.finance.rules import forecast_payments
from tests.effort import share

AS_OF = date(2021, 10, 3)
YEAR_END, PLAN_END = date(2021, 12, 31), date(2022, 12, 31)


def histories(seed: int, count: int, instalments: tuple[int, int]) -> list[PaymentHistory]:
    """Commitments made over three years, each paid in a few instalments after random delays; some stay partly paid."""
    draw = random.Random(seed)
    pace = draw.uniform(4, 16)
    found = []
    for _ in range(count):
        born = date(2019, 1, 1) + timedelta(days=draw.randrange(1200))
        left = cents = int(draw.lognormvariate(11, 0.6) * 100)
        parts, day, paid = draw.randint(*instalments), born, []
        for rank in range(parts):
            day += timedelta(days=int(draw.gammavariate(2, pace * 30.4 / parts)))
            share = 1.0 if rank == parts - 1 and draw.random() < 0.8 else draw.uniform(0.2, 0.8)
            paid.append((day, int(left * share)))
            left -= paid[-1][1]
        found.append(PaymentHistory(((born, cents),), tuple(paid)))
    return found


def truth(found: list[PaymentHistory], on: date) -> int:
    return sum(cents for each in found if each.committed[0][0] <= AS_OF for day, cents in each.paid if day <= on)


@pytest.mark.parametrize("instalments", [(1, 1), (1, 5), (4, 12)])
def test_the_interval_holds_the_true_value_about_four_times_out_of_five(instalments: tuple[int, int]) -> None:
    held = {YEAR_END: 0, PLAN_END: 0}
    tried = 80
    for seed in range(tried):
        found = histories(seed, 150, instalments)
        told = forecast_payments(found, as_of=AS_OF, horizons=[YEAR_END, PLAN_END], stage=MoneyStage.ORDERED)
        assert isinstance(told, Forecast)
        for point in told.points:
            held[point.on] += point.low <= truth(found, point.on) <= point.high
    for day, count in held.items():
        assert 0.70 <= count / tried <= 0.97, (day, count / tried)


def test_the_middle_is_not_far_from_the_truth_on_average() -> None:
    gaps = []
    for seed in range(40):
        found = histories(seed, 150, (1, 5))
        told = forecast_payments(found, as_of=AS_OF, horizons=[YEAR_END], stage=MoneyStage.ORDERED)
        assert isinstance(told, Forecast)
        gaps.append(told.points[0].cents / truth(found, YEAR_END) - 1)
    assert abs(sum(gaps) / len(gaps)) < 0.02


def test_too_few_commitments_or_months_give_no_figure() -> None:
    few = forecast_payments(histories(1, 10, (1, 5)), as_of=AS_OF, horizons=[YEAR_END], stage=MoneyStage.ORDERED)
    assert isinstance(few, InsufficientHistory)
    assert few.commitments < few.needed_commitments
    assert "Trop peu de données" in few.sentence
    young = forecast_payments(
        histories(1, 150, (1, 5)), as_of=date(2019, 4, 1), horizons=[YEAR_END], stage=MoneyStage.ORDERED
    )
    assert isinstance(young, InsufficientHistory)


def test_nothing_at_all_is_too_few() -> None:
    assert isinstance(
        forecast_payments([], as_of=AS_OF, horizons=[YEAR_END], stage=MoneyStage.ORDERED), InsufficientHistory
    )


def test_a_day_that_is_past_is_not_forecast() -> None:
    told = forecast_payments(
        histories(1, 150, (1, 5)), as_of=AS_OF, horizons=[date(2020, 1, 1), AS_OF], stage=MoneyStage.ORDERED
    )
    assert isinstance(told, Forecast)
    assert told.points == ()


@settings(max_examples=share(25), deadline=None)
@given(st.integers(0, 10_000), st.integers(40, 120), st.sampled_from([(1, 1), (2, 4)]))
def test_a_forecast_is_the_same_twice_grows_with_time_and_stays_between_what_left_and_what_is_committed(
    seed: int, count: int, instalments: tuple[int, int]
) -> None:
    found = histories(seed, count, instalments)
    told = forecast_payments(found, as_of=AS_OF, horizons=[PLAN_END, YEAR_END], stage=MoneyStage.ORDERED)
    assert told == forecast_payments(found, as_of=AS_OF, horizons=[YEAR_END, PLAN_END], stage=MoneyStage.ORDERED)
    assume(not isinstance(told, InsufficientHistory))
    first, last = told.points
    assert told.already_paid <= first.cents <= last.cents <= told.committed
    for point in told.points:
        assert told.already_paid <= point.low <= point.cents <= point.high <= told.committed


@settings(max_examples=share(25), deadline=None)
@given(st.lists(st.tuples(st.integers(-500, 5000), st.integers(-500, 5000)), min_size=30, max_size=60))
def test_corrections_and_refunds_never_break_a_forecast(pairs: list[tuple[int, int]]) -> None:
    found = [
        PaymentHistory(((date(2019, 1 + rank % 12, 1), 10_000), (date(2020, 1, 1), more)), ((date(2020, 6, 1), paid),))
        for rank, (more, paid) in enumerate(pairs)
    ]
    told = forecast_payments(found, as_of=date(2020, 12, 1), horizons=[PLAN_END], stage=MoneyStage.ORDERED)
    assert isinstance(told, Forecast)
    assert told.points[0].low <= told.points[0].cents <= told.points[0].high
