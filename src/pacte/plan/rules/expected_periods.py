"""Calendar periods for which a figure « par an » or « par trimestre » is promised. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pacte.kernel.french import fold_text
from pacte.plan.records import Figure
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.progress_by_unit import ExpectedUnit, UnitPhase

_SINCE = re.compile(r"(?:a partir de|des|depuis)\s+(?:l'annee\s+)?(\d{4})")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_YEAR = 12
_LETTERS = {3: ("T", "trimestre"), 6: ("S", "semestre")}


def expected_periods(figure: Figure, *, first_year: int, last_year: int, on: date) -> tuple[ExpectedUnit, ...]:
    """Return the periods of the plan, oldest first, or those since the horizon of the figure (« à partir de 2020 »)."""
    months = parse_per(figure.per).months
    since = _SINCE.search(fold_text(figure.horizon).replace("’", "'"))
    start_year = max(first_year, int(since[1])) if since else first_year
    starts = [
        date(year, month, 1) for year in range(start_year, last_year + 1) for month in range(1, _YEAR + 1, months)
    ]
    return tuple(
        ExpectedUnit(period_key(start, months), _label(start, months), _phase(start, months, on)) for start in starts
    )


def period_key(first: date, months: int) -> str:
    """Return « 2020 », « 2020-S1 », « 2020-T2 » or « 2020-03 »: the period of ``months`` that begins on ``first``."""
    if months == _YEAR:
        return f"{first.year}"
    if months == 1:
        return f"{first:%Y-%m}"
    return f"{first.year}-{_LETTERS[months][0]}{(first.month - 1) // months + 1}"


def is_calendar_period(first: date, last: date, months: int) -> bool:
    """Return whether the two days bound a period of a calendar of ``months``: a school year is not a year here."""
    return first.day == 1 and (first.month - 1) % months == 0 and last == _last_day(first, months)


def _last_day(first: date, months: int) -> date:
    year, month = divmod(first.year * _YEAR + first.month - 1 + months, _YEAR)
    return date(year, month + 1, 1) - timedelta(days=1)


def _phase(first: date, months: int, on: date) -> UnitPhase:
    if on < first:
        return UnitPhase.COMING
    return UnitPhase.OVER if on > _last_day(first, months) else UnitPhase.OPEN


def _label(first: date, months: int) -> str:
    if months == _YEAR:
        return f"{first.year}"
    if months == 1:
        return f"{_MONTHS[first.month - 1]} {first.year}"
    rank = (first.month - 1) // months + 1
    return f"{rank}{'er' if rank == 1 else 'e'} {_LETTERS[months][1]} {first.year}"
