"""Forecasts payments of existing commitments at future dates, with an interval. Deterministic.

The balance of each commitment is paid at the rates observed at its ages (``lags``). The variance has two components:
commitments differ from one another, and the rates are themselves estimated. Both are propagated to the requested date
in closed form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import sqrt

from pacte.finance.records import Forecast, ForecastPoint, PaymentHistory, Stage, TooFew
from pacte.finance.rules.lags import DAYS_A_MONTH, Lags, balance_of, born_on, estimation_variance, lags, months_between

NEEDED_COMMITMENTS = 30
NEEDED_MONTHS = 6
LEVEL = 80
_NORMAL_80 = 1.2816
# Lags change over time, which past data cannot show: the variance grows with the horizon. On simulated histories of
# three kinds (tests/finance/test_forecast.py), the interval contains the true value about 4 times out of 5.
_MONTHS_THAT_DOUBLE = 24


@dataclass(slots=True)
class _Sums:
    """Remaining amount at a date, its variance, and its sensitivity to each month's rate."""

    remaining: float = 0.0
    variance: float = 0.0
    slopes: dict[int, float] = field(default_factory=dict)
    beyond: bool = False


def forecast(
    histories: Sequence[PaymentHistory], *, as_of: date, horizons: Sequence[date], stage: Stage
) -> Forecast | TooFew:
    """Return cumulative cents at each horizon after ``as_of``.

    Returns ``InsufficientHistory`` when the observed lags are too few.
    """
    begun = [each for each in histories if (born := born_on(each)) is not None and born <= as_of]
    seen = lags(begun, as_of)
    if seen.commitments < NEEDED_COMMITMENTS or seen.months < NEEDED_MONTHS:
        return TooFew(seen.commitments, seen.months, NEEDED_COMMITMENTS, NEEDED_MONTHS)
    committed = sum(cents for each in begun for day, cents in each.committed if day <= as_of)
    known = sum(cents for each in begun for day, cents in each.paid if day <= as_of)
    found = [(_point(begun, seen, known, as_of, day)) for day in sorted(set(horizons)) if day > as_of]
    return Forecast(
        stage=stage,
        as_of=as_of,
        known=known,
        points=tuple(point for point, _ in found),
        commitments=seen.commitments,
        months=seen.months,
        committed=committed,
        level=LEVEL,
        beyond=any(beyond for _, beyond in found),
    )


def _point(
    histories: Sequence[PaymentHistory], seen: Lags, known: int, as_of: date, on: date
) -> tuple[ForecastPoint, bool]:
    sums = _Sums()
    open_balance = 0
    for history in histories:
        balance = balance_of(history, as_of)
        born = born_on(history)
        if balance <= 0 or born is None:
            continue
        open_balance += balance
        _carry(sums, float(balance), months_between(born, as_of), (on - as_of).days / DAYS_A_MONTH, seen)
    together, apart = estimation_variance(seen, sums.slopes)
    own_pace = max(together / apart, 1.0) if apart else 1.0
    distance = 1 + (on - as_of).days / DAYS_A_MONTH / _MONTHS_THAT_DOUBLE
    reach = _NORMAL_80 * sqrt((sums.variance * own_pace + max(together, apart)) * distance)
    middle = known + open_balance - sums.remaining
    top = known + open_balance
    return (
        ForecastPoint(on, round(middle), round(max(min(middle - reach, top), known)), round(min(middle + reach, top))),
        sums.beyond,
    )


def _carry(sums: _Sums, balance: float, age: float, months: float, seen: Lags) -> None:
    """Add one commitment: its balance over the months of age between the two dates."""
    mean, square = 1.0, 1.0
    crossed: dict[int, float] = {}
    for month, part in _months(age, months):
        law = seen.at(month)
        stays = (1.0 - law.share) ** part
        mean *= stays
        square *= ((1.0 - law.share) ** 2 + law.spread) ** part
        place = min(month, seen.months - 1)
        crossed[place] = crossed.get(place, 0.0) + part
        sums.beyond = sums.beyond or month >= seen.months
    sums.remaining += balance * mean
    sums.variance += balance**2 * max(square - mean**2, 0.0)
    for place, part in crossed.items():
        left = 1.0 - seen.ages[place].share
        if left > 0:
            sums.slopes[place] = sums.slopes.get(place, 0.0) + balance * mean * part / left


def _months(age: float, months: float) -> list[tuple[int, float]]:
    """Return (month of age, fraction of it) crossed from ``age`` on during ``months``."""
    found = []
    at, end = age, age + months
    while at < end - 1e-9:
        month = int(at + 1e-9)
        until = min(month + 1.0, end)
        found.append((month, until - at))
        at = until
    return found
