"""Demonstration data lies in the past: nothing is recorded after the present hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pacte.demo.region.setting import recorded_at_text
from pacte.kernel.clock import PARIS

DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(-900, 400), st.integers(0, 86_399))
def test_nothing_is_recorded_after_the_present_hour(today: date, days: int, second: int) -> None:
    now = datetime(today.year, today.month, today.day, tzinfo=PARIS).astimezone(UTC) + timedelta(seconds=second)
    assume(now.astimezone(PARIS).date() == today)
    assert datetime.fromisoformat(recorded_at_text(today + timedelta(days=days), today)) <= now


@pytest.mark.parametrize("today", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 28)])
def test_today_is_recorded_as_it_begins_in_paris_and_other_days_in_the_morning(today: date) -> None:
    assert datetime.fromisoformat(recorded_at_text(today, today)).astimezone(PARIS).date() == today
    assert recorded_at_text(today - timedelta(days=1), today).endswith("T09:00:00+00:00")
    assert recorded_at_text(today.toordinal() + 9, today) == recorded_at_text(today, today)
