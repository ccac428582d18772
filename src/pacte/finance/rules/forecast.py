"""What will have left at a coming day, of what is already committed, with an interval. No chance in it: same data,
same figures.

Each commitment's balance leaves at the shares seen at its ages (``lags``). The variance adds two things: commitments
differ from one another, and the shares themselves are estimated. Both are carried to the day asked in closed form.
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
# Lags change with time, which no look at the past can tell: the variance grows with the distance. Tried on invented
# histories of three kinds (tests/finance/test_forecast.py), this keeps the true value inside about 4 times out of 5.
_MONTHS_THAT_DOUBLE = 24


@dataclass(slots=True)
class _Sums:
    """What is still to leave at the day, its variance, and how it depends on each month's share."""

    remaining: float = 0.0
    variance: float = 0.0
    slopes: dict[int, float] = field(default_factory=dict)
    beyond: bool = False


def forecast(
    histories: Sequence[PaymentHistory], *, as_of: date, horizons: Sequence[date], stage: Stage
) -> Forecast | TooFew:
    """Cumulative cents at each horizon after ``as_of``; ``TooFew`` when the lags seen do not allow it."""
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
    """Adds one commitment: its balance through the months of age that lie between the two days."""
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
    """(month of age, part of it) crossed from ``age`` on during ``months``."""
    found = []
    at, end = age, age + months
    while at < end - 1e-9:
        month = int(at + 1e-9)
        until = min(month + 1.0, end)
        found.append((month, until - at))
        at = until
    return found
