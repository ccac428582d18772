"""How fast commitments are paid, by month of age: the share of what is left that leaves in that month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pacte.finance.records import PaymentHistory

DAYS_A_MONTH = 30.4375
# Under this many commitments at one age, the months from that age on are judged together.
_ENOUGH_AT_AN_AGE = 8


@dataclass(frozen=True, slots=True)
class Age:
    """Month of age: share of the balance that leaves, its uncertainty, and how much commitments differ."""

    share: float
    spread: float
    """Variance of the share from one commitment to another, weighted by balance."""
    whole: float
    """All the balances that could leave."""
    count: int


@dataclass(frozen=True, slots=True)
class Lags:
    ages: tuple[Age, ...]
    followed: tuple[tuple[tuple[float, float], ...], ...]
    """Of each commitment followed for a month at least: (balance, what left) month after month."""

    @property
    def commitments(self) -> int:
        return len(self.followed)

    @property
    def months(self) -> int:
        return len(self.ages)

    def at(self, age: int) -> Age:
        """Beyond the oldest age seen, the last one stands for those that follow."""
        return self.ages[min(age, len(self.ages) - 1)]


@dataclass(slots=True)
class _Pairs:
    """(balance at the beginning of the month, what left during it), of all commitments at one age."""

    balances: list[float]
    left: list[float]


def months_between(first: date, last: date) -> float:
    return (last - first).days / DAYS_A_MONTH


def lags(histories: Iterable[PaymentHistory], as_of: date) -> Lags:
    """Reads how balances left, month after month, in what was known on ``as_of``."""
    pairs: list[_Pairs] = []
    followed = tuple(tuple(steps) for history in histories if (steps := _steps(history, as_of)))
    for each in followed:
        for age, (balance, left) in enumerate(each):
            if age == len(pairs):
                pairs.append(_Pairs([], []))
            if balance > 0:
                pairs[age].balances.append(balance)
                pairs[age].left.append(left)
    return Lags(tuple(_ages(pairs)), followed)


def balance_of(history: PaymentHistory, on: date) -> int:
    """What is committed and has not left yet."""
    return _until(history.committed, on) - _until(history.paid, on)


def born_on(history: PaymentHistory) -> date | None:
    return min((day for day, _ in history.committed), default=None)


def estimation_variance(seen: Lags, slopes: Mapping[int, float]) -> tuple[float, float]:
    """Variance of ``sum(slope × share)``: with the months of one commitment taken together (a slow payer is slow all
    along), and as if they were strangers. Their ratio says how far commitments keep their own pace.
    """
    together, apart = 0.0, 0.0
    for steps in seen.followed:
        pull = 0.0
        for month, (balance, left) in enumerate(steps):
            place = min(month, seen.months - 1)
            slope = slopes.get(place, 0.0)
            if balance > 0 and slope:
                age = seen.ages[place]
                error = slope * (left - age.share * balance) / age.whole
                pull += error
                apart += error**2
        together += pull**2
    return together, apart


def _steps(history: PaymentHistory, as_of: date) -> list[tuple[float, float]]:
    """(balance, what left) of each whole month of age of one commitment."""
    born = born_on(history)
    if born is None or born > as_of:
        return []
    whole = int(months_between(born, min(as_of, _settled_on(history, as_of))))
    marks = [date.fromordinal(born.toordinal() + round(age * DAYS_A_MONTH)) for age in range(whole + 1)]
    committed = _at_marks(history.committed, marks)
    paid = _at_marks(history.paid, marks, opening=True)
    return [(float(committed[age + 1] - paid[age]), float(paid[age + 1] - paid[age])) for age in range(whole)]


def _settled_on(history: PaymentHistory, as_of: date) -> date:
    """The end of the month after which nothing is left to leave: later months would say nothing."""
    if balance_of(history, as_of) > 0:
        return as_of
    last = max((day for day, _ in (*history.committed, *history.paid) if day <= as_of), default=as_of)
    return date.fromordinal(last.toordinal() + round(2 * DAYS_A_MONTH))


def _at_marks(moves: Sequence[tuple[date, int]], marks: Sequence[date], *, opening: bool = False) -> list[int]:
    """Running totals at each mark. ``opening``: at the first one nothing has left yet."""
    ordered = sorted(moves)
    totals, place, running = [], 0, 0
    for rank, mark in enumerate(marks):
        while place < len(ordered) and ordered[place][0] <= mark and not (opening and rank == 0):
            running += ordered[place][1]
            place += 1
        totals.append(running)
    return totals


def _until(moves: Iterable[tuple[date, int]], on: date) -> int:
    return sum(cents for day, cents in moves if day <= on)


def _ages(pairs: Sequence[_Pairs]) -> list[Age]:
    """One age at a time while commitments are enough; the scarce ages at the end are pooled into one."""
    enough = 0
    while enough < len(pairs) and len(pairs[enough].balances) >= _ENOUGH_AT_AN_AGE:
        enough += 1
    ages = [_age(pair.balances, pair.left) for pair in pairs[:enough]]
    rest_balances = [balance for pair in pairs[enough:] for balance in pair.balances]
    rest_left = [left for pair in pairs[enough:] for left in pair.left]
    if len(rest_balances) >= _ENOUGH_AT_AN_AGE:
        ages.append(_age(rest_balances, rest_left))
    return ages


def _age(balances: Sequence[float], left: Sequence[float]) -> Age:
    """Ratio estimator: all that left over all that could."""
    whole = sum(balances)
    share = min(max(sum(left) / whole, 0.0), 1.0)
    off = sum((gone - share * balance) ** 2 for balance, gone in zip(balances, left, strict=True))
    return Age(share=share, spread=off / sum(balance**2 for balance in balances), whole=whole, count=len(balances))
