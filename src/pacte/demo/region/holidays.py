"""French public holidays, on which no session starts."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The eleven holidays of the year, those of Alsace and of overseas left out."""
    return frozenset(country_holidays("FR", years=year))


def next_working_day(day: date) -> date:
    """That day, or the first one after it that is neither a weekend nor a holiday."""
    while day.weekday() >= 5 or day in public_holidays(day.year):
        day += timedelta(days=1)
    return day
