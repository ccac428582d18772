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

from pacte.finance.records import Forecast, ForecastPoint, InsufficientHistory, MoneyStage, PaymentHistory
from pacte.finance.rules.lags import (
    DAYS_A_MONTH,
    PaymentLags,
    estimation_variance,
    first_committed_on,
    months_between,
    outstanding_balance,
    payment_lags,
)

NEEDED_COMMITMENTS = 30
NEEDED_MONTHS = 6
LEVEL = 80
_NORMAL_80 = 1.2816
# Lags change over time, which past data cannot show: the variance grows with the horizon. On simulated histories of
# three kinds (tests/finance/test_forecast.py), the interval contains the true value about 4 times out of 5.
_MONTHS_THAT_DOUBLE = 24


@dataclass(slots=True)
class _Accumulator:
    """Remaining amount at a date, its variance, and its sensitivity to each month's rate."""

    remaining: float = 0.0
    variance: float = 0.0
    slopes: dict[int, float] = field(default_factory=dict)
    is_extrapolated: bool = False


def forecast_payments(
    histories: Sequence[PaymentHistory], *, as_of: date, horizons: Sequence[date], stage: MoneyStage
) -> Forecast | InsufficientHistory:
    """Return cumulative cents at each horizon after ``as_of``.

    Returns ``InsufficientHistory`` when the observed lags are too few.
    """
    started = [each for each in histories if (born := first_committed_on(each)) is not None and born <= as_of]
    observed = payment_lags(started, as_of)
    if observed.commitments < NEEDED_COMMITMENTS or observed.months < NEEDED_MONTHS:
        return InsufficientHistory(observed.commitments, observed.months, NEEDED_COMMITMENTS, NEEDED_MONTHS)
    committed = sum(cents for each in started for day, cents in each.committed if day <= as_of)
    known = sum(cents for each in started for day, cents in each.paid if day <= as_of)
    points = [(_point(started, observed, known, as_of, day)) for day in sorted(set(horizons)) if day > as_of]
    return Forecast(
        stage=stage,
        as_of=as_of,
        already_paid=known,
        points=tuple(point for point, _ in points),
        commitments=observed.commitments,
        months=observed.months,
        committed=committed,
        level=LEVEL,
        is_extrapolated=any(beyond for _, beyond in points),
    )


def _point(
    histories: Sequence[PaymentHistory], observed: PaymentLags, known: int, as_of: date, on: date
) -> tuple[ForecastPoint, bool]:
    sums = _Accumulator()
    open_balance = 0
    for history in histories:
        balance = outstanding_balance(history, as_of)
        born = first_committed_on(history)
        if balance <= 0 or born is None:
            continue
        open_balance += balance
        _add_commitment(sums, float(balance), months_between(born, as_of), (on - as_of).days / DAYS_A_MONTH, observed)
    together, apart = estimation_variance(observed, sums.slopes)
    own_pace = max(together / apart, 1.0) if apart else 1.0
    distance = 1 + (on - as_of).days / DAYS_A_MONTH / _MONTHS_THAT_DOUBLE
    half_width = _NORMAL_80 * sqrt((sums.variance * own_pace + max(together, apart)) * distance)
    middle = known + open_balance - sums.remaining
    top = known + open_balance
    return (
        ForecastPoint(
            on, round(middle), round(max(min(middle - half_width, top), known)), round(min(middle + half_width, top))
        ),
        sums.is_extrapolated,
    )


def _add_commitment(sums: _Accumulator, balance: float, age: float, months: float, observed: PaymentLags) -> None:
    """Add one commitment: its balance over the months of age between the two dates."""
    mean, square = 1.0, 1.0
    crossed: dict[int, float] = {}
    for month, part in _months_crossed(age, months):
        law = observed.at(month)
        stays = (1.0 - law.share) ** part
        mean *= stays
        square *= ((1.0 - law.share) ** 2 + law.variance) ** part
        place = min(month, observed.months - 1)
        crossed[place] = crossed.get(place, 0.0) + part
        sums.is_extrapolated = sums.is_extrapolated or month >= observed.months
    sums.remaining += balance * mean
    sums.variance += balance**2 * max(square - mean**2, 0.0)
    for place, part in crossed.items():
        left = 1.0 - observed.ages[place].share
        if left > 0:
            sums.slopes[place] = sums.slopes.get(place, 0.0) + balance * mean * part / left


def _months_crossed(age: float, months: float) -> list[tuple[int, float]]:
    """Return (month of age, fraction of it) crossed from ``age`` on during ``months``."""
    crossed = []
    at, end = age, age + months
    while at < end - 1e-9:
        month = int(at + 1e-9)
        until = min(month + 1.0, end)
        crossed.append((month, until - at))
        at = until
    return crossed
