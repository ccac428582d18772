"""French public holidays, on which no session starts. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The eleven holidays of the year, those of Alsace and of overseas left out."""
    fixed = (date(year, month, day) for month, day in _FIXED)
    easter = easter_sunday(year)
    return frozenset({*fixed, *(easter + timedelta(days=days) for days in _AFTER_EASTER)})


def easter_sunday(year: int) -> date:
    """Easter of the Gregorian calendar, by the anonymous method of 1876 (Meeus, « Astronomical Algorithms »)."""
    century, of_century = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    day_of_week = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * day_of_week) // 451
    month, day = divmod(moon + day_of_week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def next_working_day(day: date) -> date:
    """That day, or the first one after it that is neither a weekend nor a holiday."""
    while day.weekday() >= 5 or day in public_holidays(day.year):
        day += timedelta(days=1)
    return day
