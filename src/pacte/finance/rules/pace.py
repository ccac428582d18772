"""Where commitments lead if the months to come are like the known ones: the drift method. Pure, deterministic.

Each month commits the mean of the known months, more or less; the interval grows with the number of months to come and
with the uncertainty of that mean. Source: R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice,
3rd ed., §5.2 and §5.5 (interval of the drift method).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import sqrt

from pacte.finance.records import CommitmentPace, ForecastPoint, MoneyMonth
from pacte.finance.rules.lags import DAYS_A_MONTH

NEEDED_MONTHS = 6
LEVEL = 80
_NORMAL_80 = 1.2816


def commitment_pace(months: Sequence[MoneyMonth], *, as_of: date, horizons: Sequence[date]) -> CommitmentPace | None:
    """Return cumulative cents committed at each horizon after ``as_of``; None before six whole months are known.

    ``months`` are in order; the last one may be the part of a month that has passed, which says nothing of a pace.
    """
    days = [day for day in sorted(set(horizons)) if day > as_of]
    whole = [each.committed for each in months if _is_month_end(each.on)]
    steps = [after - before for before, after in pairwise([0, *whole])]
    if len(steps) < NEEDED_MONTHS or not days or not whole[-1]:
        return None
    mean = sum(steps) / len(steps)
    spread = sqrt(sum((step - mean) ** 2 for step in steps) / (len(steps) - 1))
    known = months[-1].committed
    return CommitmentPace(
        as_of, len(steps), known, tuple(_point(day, known, mean, spread, len(steps), as_of) for day in days), LEVEL
    )


def _point(day: date, known: int, mean: float, spread: float, count: int, as_of: date) -> ForecastPoint:
    ahead = (day - as_of).days / DAYS_A_MONTH
    middle = known + mean * ahead
    half_width = _NORMAL_80 * spread * sqrt(ahead * (1 + ahead / count))
    return ForecastPoint(day, round(middle), round(middle - half_width), round(middle + half_width))


def _is_month_end(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1
