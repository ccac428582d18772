"""What is recorded is known: that day, all that is recorded so far; an earlier day, until it ends in Paris."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pacte.kernel.clock import clock_stopped_on, known_before, now

DAY = date(2020, 11, 24)


def test_what_is_recorded_at_this_very_instant_is_known() -> None:
    with clock_stopped_on(DAY):
        assert now() < known_before(DAY) < now() + timedelta(seconds=1)


def test_of_a_day_that_is_over_what_is_recorded_until_its_end_is_known() -> None:
    assert known_before(DAY) == datetime(2020, 11, 24, 23, tzinfo=UTC)
