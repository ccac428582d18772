"""Entries expected in a session: admitted × usual show rate + waiting × usual conversion, with an 80 % interval. Pure.

People nobody has recorded yet are not foreseen: the gap that is measured afterwards tells what this costs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from math import exp, lgamma

from pacte.indicators.records.forecasts import (
    ApproachCounts,
    EntryEstimate,
    ForecastBasis,
    PastApproach,
    UsualEntries,
    UsualRate,
)

# Below that number of past sessions of a kind, a wider kind is used.
MIN_PAST_SESSIONS = 10
_TAIL = 0.1
_LEAST_CORRELATED, _MOST_CORRELATED = 0.001, 0.5


def usual_entries(past: Sequence[PastApproach], *, nature: str, department: str) -> UsualEntries | None:
    """From the narrowest kind with ten past sessions; None without ten in all."""
    kinds: tuple[tuple[ForecastBasis, Callable[[ApproachCounts], bool]], ...] = (
        (ForecastBasis.NATURE_AND_DEPARTMENT, lambda each: (each.nature, each.department) == (nature, department)),
        (ForecastBasis.NATURE, lambda each: each.nature == nature),
        (ForecastBasis.EVERY, lambda each: True),
    )
    for basis, is_of_kind in kinds:
        of_kind = [each for each in past if is_of_kind(each.counts)]
        if len(of_kind) >= MIN_PAST_SESSIONS:
            return UsualEntries(
                basis,
                len(of_kind),
                usual_rate([(each.admitted_entered, each.counts.admitted) for each in of_kind]),
                usual_rate([(each.waiting_entered, each.counts.waiting) for each in of_kind]),
            )
    return None


def usual_rate(sessions: Sequence[tuple[int, int]]) -> UsualRate:
    """From those who entered, of how many, session by session. Half a person is added on each side: nothing is sure."""
    counted = [(entered, people) for entered, people in sessions if people]
    people = sum(people for _, people in counted)
    share = (sum(entered for entered, _ in counted) + 0.5) / (people + 1)
    return UsualRate(people, share, _session_correlation(counted, share, people))


def _session_correlation(counted: Sequence[tuple[int, int]], share: float, people: int) -> float:
    """Correlation of the people of a session, by moments (Pearson's chi-square over its degrees of freedom)."""
    if len(counted) < 2:
        return _MOST_CORRELATED
    chi_square = sum((entered - share * number) ** 2 / (number * share * (1 - share)) for entered, number in counted)
    typical = (people - sum(number**2 for _, number in counted) / people) / (len(counted) - 1)
    excess = chi_square / (len(counted) - 1) - 1
    return min(_MOST_CORRELATED, max(_LEAST_CORRELATED, excess / (typical - 1) if typical > 1 else 0.0))


def forecast_entries(counts: ApproachCounts, usual: UsualEntries) -> EntryEstimate:
    chances = _sum_chances(entry_chances(counts.admitted, usual.admitted), entry_chances(counts.waiting, usual.waiting))
    below = list(accumulate(chances))
    return EntryEstimate(
        counts.admitted * usual.admitted.share + counts.waiting * usual.waiting.share,
        next(number for number, chance in enumerate(below) if chance > _TAIL),
        next(number for number, chance in enumerate(below) if chance >= 1 - _TAIL - 1e-12),
    )


def entry_chances(people: int, rate: UsualRate) -> list[float]:
    """Chance of each number of entries, from none to all: a beta-binomial law, wider when people act alike."""
    strength = 1 / rate.correlation - 1
    alpha, beta = rate.share * strength, (1 - rate.share) * strength
    constant = lgamma(people + 1) - _log_beta(alpha, beta)
    return [
        exp(
            constant
            - lgamma(number + 1)
            - lgamma(people - number + 1)
            + _log_beta(number + alpha, people - number + beta)
        )
        for number in range(people + 1)
    ]


def _log_beta(alpha: float, beta: float) -> float:
    return lgamma(alpha) + lgamma(beta) - lgamma(alpha + beta)


def _sum_chances(first: Sequence[float], second: Sequence[float]) -> list[float]:
    total = [0.0] * (len(first) + len(second) - 1)
    for left, chance in enumerate(first):
        for right, other in enumerate(second):
            total[left + right] += chance * other
    return total
