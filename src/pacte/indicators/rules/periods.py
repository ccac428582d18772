"""Parsing of typed days, windows of the time rules, and the due date of the next value. Pure."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from pacte.indicators.records import Indicator, TimeRule
from pacte.kernel.errors import ValidationError
from pacte.kernel.user_input import FIRST_YEAR, LAST_YEAR

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def parse_period_day(text: str, *, last: bool = False) -> date:
    """« 2020 », « 2020-03 » or « 2020-03-15 »: its first day, or the last one. Raises ``ValidationError``."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise _not_a_day(text)
    year, month, day = int(match[1]), int(match[2] or (12 if last else 1)), match[3]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _not_a_day(text)
    try:
        if day:
            return date(year, month, int(day))
        return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise _not_a_day(text) from error


def _not_a_day(text: str) -> ValidationError:
    return ValidationError(
        "day",
        f"« {text[:40]} » n’est pas une date.",
        "Une date s’écrit année, année-mois ou année-mois-jour.",
        "Écrivez par exemple 2020, 2020-03 ou 2020-03-15.",
    )


def months_before(day: date, months: int) -> date:
    """The same day that many months earlier, or the last one of that month."""
    rank = day.year * 12 + day.month - 1 - months
    year, month = divmod(rank, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def window_start(indicator: Indicator, first: date, last: date) -> date | None:
    """First day that counts for the period; None when there is no lower bound."""
    if indicator.time in (TimeRule.STOCK, TimeRule.CUMULATIVE):
        return None
    if indicator.time is TimeRule.ROLLING:
        return months_before(last, indicator.window_months) + timedelta(days=1)
    return first


def next_due(indicator: Indicator, last: date) -> date:
    """Due date of the value that follows that of ``last``: periodicity, then delay."""
    return months_before(last, -(indicator.periodicity_months + indicator.delay_months))
