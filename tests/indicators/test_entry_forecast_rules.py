"""Entries expected in a session: the formula, its interval, and the past sessions that it is made from."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.indicators.records.forecasts import (
    ApproachCounts,
    ForecastBasis,
    PastApproach,
    UsualEntries,
    UsualRate,
)
from pacte.indicators.rules.entry_forecast import (
    MIN_PAST_SESSIONS,
    entry_chances,
    forecast_entries,
    usual_entries,
    usual_rate,
)

rates = st.builds(UsualRate, st.just(100), st.floats(0.01, 0.99), st.floats(0.001, 0.5))
usual = st.builds(UsualEntries, st.sampled_from(ForecastBasis), st.just(20), rates, rates)
people = st.integers(0, 40)


def coming(admitted: int, waiting: int) -> ApproachCounts:
    return ApproachCounts(1, "certifying", "18", admitted, waiting)


def past(count: int, *, nature: str = "certifying", department: str = "18", entered: int = 9) -> list[PastApproach]:
    """Sessions of ten admitted, of whom ``entered`` came, and of four who waited, of whom one came."""
    return [
        PastApproach(ApproachCounts(rank, nature, department, 10, 4), entered, 1, entered + 1) for rank in range(count)
    ]


@given(usual, people, people)
def test_it_is_admitted_times_the_show_rate_plus_waiting_times_the_conversion(
    of: UsualEntries, admitted: int, waiting: int
) -> None:
    found = forecast_entries(coming(admitted, waiting), of)
    assert found.expected == pytest.approx(admitted * of.admitted.share + waiting * of.waiting.share)
    assert 0 <= found.low <= found.high <= admitted + waiting


@given(usual, people, people)
def test_the_interval_holds_eight_chances_in_ten_and_no_narrower_one_at_its_low_end_does(
    of: UsualEntries, admitted: int, waiting: int
) -> None:
    found = forecast_entries(coming(admitted, waiting), of)
    first, second = entry_chances(admitted, of.admitted), entry_chances(waiting, of.waiting)
    chance = {
        number: sum(
            first[left] * second[number - left] for left in range(len(first)) if 0 <= number - left < len(second)
        )
        for number in range(admitted + waiting + 1)
    }
    assert sum(chance.values()) == pytest.approx(1)
    assert sum(chance[number] for number in range(found.low, found.high + 1)) >= 0.8 - 1e-9
    assert sum(chance[number] for number in range(found.low)) <= 0.1 + 1e-9


@given(usual, people, people)
def test_one_more_person_never_lowers_it(of: UsualEntries, admitted: int, waiting: int) -> None:
    found, more = (forecast_entries(coming(admitted + extra, waiting), of) for extra in (0, 1))
    assert more.expected > found.expected
    assert more.low >= found.low
    assert more.high >= found.high


@given(st.floats(0.05, 0.95), st.integers(1, 40))
def test_people_who_act_alike_make_the_interval_wider(share: float, admitted: int) -> None:
    def width(correlation: float) -> int:
        rate = UsualRate(100, share, correlation)
        found = forecast_entries(coming(admitted, 0), UsualEntries(ForecastBasis.EVERY, 20, rate, rate))
        return found.high - found.low

    assert width(0.4) >= width(0.001)


def test_without_anybody_on_the_way_nobody_is_expected() -> None:
    found = usual_entries(past(20), nature="certifying", department="18")
    assert found is not None
    assert forecast_entries(coming(0, 0), found).expected == 0
    assert (forecast_entries(coming(0, 0), found).low, forecast_entries(coming(0, 0), found).high) == (0, 0)


def test_the_narrowest_kind_with_enough_past_sessions_is_used() -> None:
    same, near = past(MIN_PAST_SESSIONS, entered=9), past(MIN_PAST_SESSIONS, department="36", entered=5)
    other = past(30, nature="literacy", entered=1)
    found = [
        usual_entries(sessions, nature="certifying", department="18")
        for sessions in ([*same, *near, *other], [*same[1:], *near, *other], [*near[1:], *other], near[1:])
    ]
    assert [each.basis if each else None for each in found] == [
        ForecastBasis.NATURE_AND_DEPARTMENT, ForecastBasis.NATURE, ForecastBasis.EVERY, None,
    ]  # fmt: skip
    assert [each.sessions for each in found if each] == [10, 19, 39]


def test_the_usual_rate_is_that_of_the_people_not_of_the_sessions() -> None:
    assert usual_rate([(1, 1), (0, 9), (0, 0)]).share == pytest.approx(1.5 / 11)
    assert usual_rate([(1, 1), (0, 9), (0, 0)]).people == 10
    assert 0 < usual_rate([]).share < 1, "nothing is known, so nothing is sure"


def test_sessions_that_differ_more_than_by_chance_say_so() -> None:
    alike, apart = usual_rate([(5, 10)] * 12), usual_rate([(0, 10), (10, 10)] * 6)
    assert alike.correlation == pytest.approx(0.001)
    assert apart.correlation == 0.5


def test_sessions_to_come_fall_in_the_interval_about_eight_times_in_ten() -> None:
    random = Random(7)

    def session(rank: int) -> PastApproach:
        own = random.betavariate(0.85 * 9, 0.15 * 9)
        shown = sum(random.random() < own for _ in range(12))
        converted = sum(random.random() < 0.4 for _ in range(5))
        return PastApproach(ApproachCounts(rank, "certifying", "18", 12, 5), shown, converted, shown + converted)

    sessions = [session(rank) for rank in range(260)]
    learned, later = sessions[:60], sessions[60:]
    found = usual_entries(learned, nature="certifying", department="18")
    assert found is not None
    held = 0
    for each in later:
        estimate = forecast_entries(each.counts, found)
        held += estimate.low <= each.entered <= estimate.high
    assert 0.78 <= held / len(later) <= 0.95
