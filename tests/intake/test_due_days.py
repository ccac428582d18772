"""When the next file of a source is due: ends of months, 29 February, the end of a year, surveys of intentions."""

from __future__ import annotations

from datetime import date

import pytest

from pacte.intake.records import ExpectedSource, Timeliness
from pacte.intake.rules import days_late, months_later, next_due_day, timeliness


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 1, 15), 1, date(2025, 2, 15)),
        (date(2025, 1, 30), 1, date(2025, 2, 28)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2025, 9, 30), 3, date(2025, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 2, 28), 12, date(2024, 2, 29)),
        (date(2024, 2, 28), 12, date(2025, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2026, 1, 31), -1, date(2025, 12, 31)),
        (date(2026, 12, 31), -7, date(2026, 5, 31)),
    ],
)
def test_months_keep_the_day_or_the_end_of_the_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("covered_until", "every", "after", "due_on"),
    [
        # The geographic code of 1 January 2026: that of 2027 is here by the end of its first quarter.
        (date(2026, 1, 1), 12, 3, date(2027, 4, 1)),
        # The third quarter is here: the fourth one ends with the year, and is due in the next one.
        (date(2025, 9, 30), 3, 4, date(2026, 4, 30)),
        # A daily publication, which may not be more than three months old.
        (date(2025, 11, 29), 1, 2, date(2026, 2, 28)),
        (date(2023, 11, 29), 1, 2, date(2024, 2, 29)),
        # A survey of intentions is published before the end of the year that it describes.
        (date(2025, 12, 31), 12, -7, date(2026, 5, 31)),
        (None, 12, 3, None),
    ],
)
def test_the_next_file_is_due_after_the_period_that_it_describes(
    covered_until: date | None, every: int, after: int, due_on: date | None
) -> None:
    source = ExpectedSource("x", "X", covered_until=covered_until, every_months=every, after_months=after)
    assert next_due_day(source) == due_on


@pytest.mark.parametrize(
    ("on", "state", "late"),
    [
        (date(2026, 2, 27), Timeliness.UP_TO_DATE, 0),
        (date(2026, 2, 28), Timeliness.EXPECTED, 0),
        (date(2026, 3, 31), Timeliness.EXPECTED, 0),
        (date(2026, 4, 1), Timeliness.LATE, 1),
        (date(2027, 3, 31), Timeliness.LATE, 365),
    ],
)
def test_a_file_is_expected_a_month_before_it_is_due_and_late_the_day_after(
    on: date, state: Timeliness, late: int
) -> None:
    due_on = date(2026, 3, 31)
    assert (timeliness(due_on, on=on), days_late(due_on, on=on)) == (state, late)


def test_a_file_that_never_came_is_expected_and_never_late() -> None:
    assert timeliness(None, on=date(2026, 1, 1)) is Timeliness.EXPECTED
    assert days_late(None, on=date(2026, 1, 1)) == 0
