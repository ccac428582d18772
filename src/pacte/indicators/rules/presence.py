"""The share of trainees still present, with those who have not finished: the product-limit estimator. Pure.

E. L. Kaplan and P. Meier, « Nonparametric estimation from incomplete observations », JASA 53, 1958; the variance is
that of M. Greenwood (1926). Somebody in training today, or whose end nobody said, counts for as long as they were
observed: leaving them out, or taking them for people who stayed, would both lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from math import sqrt

from pacte.indicators.records.presence import MARKS, PresenceCurve, PresencePoint, Stay
from pacte.indicators.rules.disclosure import THRESHOLD

MIN_PROVIDERS, MIN_PEOPLE = 3, 30
# Statistical secrecy of firms (Insee): no single one makes more than 85 % of a figure.
_LARGEST_SHARE = Fraction(85, 100)
# Quantile of the normal law for a risk of one in twenty.
_Z = 1.96


def presence_curve(stays: Iterable[Stay]) -> PresenceCurve:
    """One point a mark. Those no longer observed at a hundredth count among those who could leave at it."""
    observed: Counter[int] = Counter()
    leaving: Counter[int] = Counter()
    for each in stays:
        observed[each.percent] += each.people
        leaving[each.percent] += each.people if each.has_left else 0
    followed, left = observed.total(), 0
    share, hazard = Fraction(1), Fraction(0)
    points = [PresencePoint(0, share if followed else None, hazard, followed, 0)]
    for percent in range(1, MARKS[-1] + 1):
        exits, at_risk = leaving[percent], followed
        if exits:
            share *= Fraction(at_risk - exits, at_risk)
            hazard += Fraction(exits, at_risk * (at_risk - exits)) if share else 0
        left += exits
        if percent in MARKS:
            is_known = at_risk or not share
            points.append(PresencePoint(percent, share if is_known else None, share**2 * hazard, at_risk - exits, left))
        followed -= observed[percent]
    return tuple(points)


def worst_mark(curve: PresenceCurve) -> int | None:
    """The mark that ends the tenth in which the largest share leaves, the first of equals; None without any exit."""
    drops = [
        (before.share - after.share, -after.mark)
        for before, after in pairwise(curve)
        if before.share is not None and after.share is not None
    ]
    largest, mark = max(drops, default=(Fraction(0), 0))
    return -mark if largest else None


def may_be_shown(people_by_provider: Mapping[int, int]) -> bool:
    """True for a crowd in which nobody recognises a provider: three at least, none of them nearly alone."""
    total = sum(people_by_provider.values())
    return (
        len(people_by_provider) >= MIN_PROVIDERS
        and total >= MIN_PEOPLE
        and max(people_by_provider.values()) <= _LARGEST_SHARE * total
    )


def shown_percents(curve: PresenceCurve) -> tuple[int | None, ...]:
    """Whole percents by mark, for readers who may not see small counts of these people.

    A mark is hidden when one to ten people left since the last one that is shown, or when fewer than eleven are left:
    a small number of exits is then neither read nor found by subtraction.
    """
    shown: list[int | None] = []
    left = 0
    for each in curve:
        is_small = 0 < each.left - left < THRESHOLD or each.followed < THRESHOLD
        shown.append(None if each.share is None or is_small else round(each.share * 100))
        left = each.left if shown[-1] is not None else left
    return tuple(shown)


def cautious_variance(curve: PresenceCurve, mark: int) -> Fraction:
    """Variance of the share at a mark, never nil: that nobody of twelve left does not prove that nobody ever does.

    At least that of A. Agresti and B. A. Coull (1998), which adds two people who left and two who stayed.
    """
    point, people = curve[MARKS.index(mark)], curve[0].followed + 4
    share = Fraction(point.left + 2, people)
    return max(point.variance, share * (1 - share) / people)


def is_within_chance(difference: Fraction, variance: Fraction) -> bool:
    """True when a difference of that size comes about by chance more than once in twenty."""
    return float(abs(difference)) <= _Z * sqrt(variance)
