"""When the next file of a source is due, and whether it is late. Pure."""

from __future__ import annotations

import calendar
from datetime import date

from pacte.intake.records import ExpectedSource, Timeliness

_EXPECTED_MONTHS = 1


def months_later(day: date, months: int) -> date:
    """The same day that many months later; the last day of a month stays the last one: 30 September gives 31 December.

    A day that the month lacks becomes its last: 31 January gives 28 or 29 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def next_due_day(source: ExpectedSource) -> date | None:
    """The last day on which the next file of the source is on time; None when none ever came."""
    if source.covered_until is None:
        return None
    return months_later(months_later(source.covered_until, source.every_months), source.after_months)


def timeliness(due_on: date | None, *, on: date) -> Timeliness:
    """Expected from a month before it is due, late from the day after. Without a due day, it is expected."""
    if due_on is None:
        return Timeliness.EXPECTED
    if on > due_on:
        return Timeliness.LATE
    return Timeliness.EXPECTED if on >= months_later(due_on, -_EXPECTED_MONTHS) else Timeliness.UP_TO_DATE


def days_late(due_on: date | None, *, on: date) -> int:
    """0 when it is not late."""
    return max((on - due_on).days, 0) if due_on else 0
