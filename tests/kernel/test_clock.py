"""The clock of the trade is shifted by whole days; a load stops it; the true clock never moves."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from pacte.kernel.clock import clock_stopped_on, day_offset, now, shift_clock, today, true_now, true_today

NOON = datetime(2026, 11, 29, 11, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def unshifted() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield
    shift_clock(days=0)


def test_without_a_day_of_its_own_an_installation_has_the_true_day() -> None:
    assert (now(), today(), day_offset()) == (true_now(), true_today(), 0)


def test_a_shifted_clock_keeps_the_hour_and_the_true_one_stays() -> None:
    shift_clock(days=-2196)
    assert now() == NOON - timedelta(days=2196) == datetime(2020, 11, 24, 11, 30, tzinfo=UTC)
    assert today() == date(2020, 11, 24)
    assert (true_now(), true_today()) == (NOON, date(2026, 11, 29))


def test_the_day_goes_on_one_day_a_day() -> None:
    shift_clock(days=-2196)
    with time_machine.travel(NOON + timedelta(days=3), tick=False):
        assert today() == date(2020, 11, 27)


def test_a_stopped_clock_is_at_midnight_in_paris_in_all_threads_then_goes_on() -> None:
    shift_clock(days=-2196)
    with clock_stopped_on(date(2020, 11, 24)), ThreadPoolExecutor(1) as other:
        assert now() == other.submit(now).result() == datetime(2020, 11, 23, 23, tzinfo=UTC)
        assert today() == date(2020, 11, 24)
        assert true_now() == NOON
    assert now() == datetime(2020, 11, 24, 11, 30, tzinfo=UTC)
