"""Estimates payment lags: the share of the remaining balance paid in each month of age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pacte.finance.records import PaymentHistory

DAYS_A_MONTH = 30.4375
# With fewer commitments at one age, the months from that age on are pooled.
_MIN_COMMITMENTS_PER_AGE = 8


@dataclass(frozen=True, slots=True)
class AgeStatistics:
    """Statistics of one month of age: share of the balance paid, its uncertainty, and dispersion of commitments."""

    share: float
    variance: float
    """Variance of the share from one commitment to another, weighted by balance."""
    total_balance: float
    """Sum of the balances that could be paid."""
    count: int


@dataclass(frozen=True, slots=True)
class PaymentLags:
    ages: tuple[AgeStatistics, ...]
    monthly_balances: tuple[tuple[tuple[float, float], ...], ...]
    """For each commitment followed for at least a month: (balance, amount paid), month by month."""

    @property
    def commitments(self) -> int:
        return len(self.monthly_balances)

    @property
    def months(self) -> int:
        return len(self.ages)

    def at(self, age: int) -> AgeStatistics:
        """Return the statistics of an age; the last one stands for older ages."""
        return self.ages[min(age, len(self.ages) - 1)]


@dataclass(slots=True)
class _Pairs:
    """(Balance at the start of the month, amount paid during it) of all commitments at one age."""

    balances: list[float]
    left: list[float]


def months_between(first: date, last: date) -> float:
    return (last - first).days / DAYS_A_MONTH


def payment_lags(histories: Iterable[PaymentHistory], as_of: date) -> PaymentLags:
    """Estimate monthly payment shares from what was known on ``as_of``."""
    pairs: list[_Pairs] = []
    monthly_balances = tuple(tuple(months) for history in histories if (months := _monthly_balances(history, as_of)))
    for each in monthly_balances:
        for age, (balance, left) in enumerate(each):
            if age == len(pairs):
                pairs.append(_Pairs([], []))
            if balance > 0:
                pairs[age].balances.append(balance)
                pairs[age].left.append(left)
    return PaymentLags(tuple(_age_statistics_by_month(pairs)), monthly_balances)


def outstanding_balance(history: PaymentHistory, on: date) -> int:
    """Return the amount committed and not yet paid."""
    return _sum_until(history.committed, on) - _sum_until(history.paid, on)


def first_committed_on(history: PaymentHistory) -> date | None:
    return min((day for day, _ in history.committed), default=None)


def estimation_variance(observed: PaymentLags, slopes: Mapping[int, float]) -> tuple[float, float]:
    """Return the variance of ``sum(slope × share)``, with and without correlation within commitments.

    The first value takes the months of one commitment together (a slow payer is always slow), the second treats them as
    independent. Their ratio measures how much commitments keep their own pace.
    """
    together, apart = 0.0, 0.0
    for months in observed.monthly_balances:
        pull = 0.0
        for month, (balance, left) in enumerate(months):
            place = min(month, observed.months - 1)
            slope = slopes.get(place, 0.0)
            if balance > 0 and slope:
                age = observed.ages[place]
                error = slope * (left - age.share * balance) / age.total_balance
                pull += error
                apart += error**2
        together += pull**2
    return together, apart


def _monthly_balances(history: PaymentHistory, as_of: date) -> list[tuple[float, float]]:
    """Return (balance, amount paid) for each whole month of age of one commitment."""
    born = first_committed_on(history)
    if born is None or born > as_of:
        return []
    whole = int(months_between(born, min(as_of, _settled_on(history, as_of))))
    marks = [date.fromordinal(born.toordinal() + round(age * DAYS_A_MONTH)) for age in range(whole + 1)]
    committed = _at_marks(history.committed, marks)
    paid = _at_marks(history.paid, marks, opening=True)
    return [(float(committed[age + 1] - paid[age]), float(paid[age + 1] - paid[age])) for age in range(whole)]


def _settled_on(history: PaymentHistory, as_of: date) -> date:
    """Return the end of the month after which nothing remains to be paid: later months carry no information."""
    if outstanding_balance(history, as_of) > 0:
        return as_of
    last = max((day for day, _ in (*history.committed, *history.paid) if day <= as_of), default=as_of)
    return date.fromordinal(last.toordinal() + round(2 * DAYS_A_MONTH))


def _at_marks(moves: Sequence[tuple[date, int]], marks: Sequence[date], *, opening: bool = False) -> list[int]:
    """Return running totals at each mark. ``opening``: nothing is paid yet at the first mark."""
    ordered = sorted(moves)
    totals, place, running = [], 0, 0
    for rank, mark in enumerate(marks):
        while place < len(ordered) and ordered[place][0] <= mark and not (opening and rank == 0):
            running += ordered[place][1]
            place += 1
        totals.append(running)
    return totals


def _sum_until(moves: Iterable[tuple[date, int]], on: date) -> int:
    return sum(cents for day, cents in moves if day <= on)


def _age_statistics_by_month(pairs: Sequence[_Pairs]) -> list[AgeStatistics]:
    """Return statistics by age while there are enough commitments; the remaining ages are pooled into one."""
    enough = 0
    while enough < len(pairs) and len(pairs[enough].balances) >= _MIN_COMMITMENTS_PER_AGE:
        enough += 1
    ages = [_age_statistics(pair.balances, pair.left) for pair in pairs[:enough]]
    rest_balances = [balance for pair in pairs[enough:] for balance in pair.balances]
    rest_left = [left for pair in pairs[enough:] for left in pair.left]
    if len(rest_balances) >= _MIN_COMMITMENTS_PER_AGE:
        ages.append(_age_statistics(rest_balances, rest_left))
    return ages


def _age_statistics(balances: Sequence[float], left: Sequence[float]) -> AgeStatistics:
    """Ratio estimator: total paid over total balance."""
    whole = sum(balances)
    share = min(max(sum(left) / whole, 0.0), 1.0)
    off = sum((gone - share * balance) ** 2 for balance, gone in zip(balances, left, strict=True))
    return AgeStatistics(
        share=share, variance=off / sum(balance**2 for balance in balances), total_balance=whole, count=len(balances)
    )
