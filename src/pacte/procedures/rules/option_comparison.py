"""Multi-criteria comparison of options: ranking, sensitivity to weights, share of weight sets won. Pure.

Exact arithmetic (``Fraction``): ties are exact, and the same table gives the same result everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from math import comb, lcm

from pacte.kernel.errors import ValidationError
from pacte.procedures.records.options import (
    MAX_SCORE,
    MIN_SCORE,
    OptionComparison,
    RankedOption,
    ScoredOption,
    WeightedCriterion,
    WeightInterval,
    WeightSensitivity,
    WinShare,
)

# Maximum number of weight sets tried: precise to half a percent, fast enough for a page.
_MAX_WEIGHT_SETS = 2500
_MAX_PARTS = 60


def weights_of(criteria: Sequence[WeightedCriterion]) -> dict[int, Fraction]:
    """Returns the weight of each criterion; they sum to 1. Raises ``ValidationError`` without any point."""
    if any(each.points < 0 for each in criteria):
        raise ValidationError(
            "points_negative", "Un critère a des points négatifs.", hint="Donnez-lui zéro point ou plus."
        )
    total = sum(each.points for each in criteria)
    if total == 0:
        raise ValidationError(
            "points_none", "Aucun critère n’a de points.", hint="Donnez des points à un critère au moins."
        )
    return {each.key: Fraction(each.points, total) for each in criteria}


def check_score(value: Decimal) -> None:
    """Raises ``ValidationError`` unless the score is between 0 and 5."""
    if not MIN_SCORE <= value <= MAX_SCORE:
        raise ValidationError("score_range", "Une note va de 0 à 5.", hint="Écrivez par exemple « 3 » ou « 3,5 ».")


def compare_options(criteria: Sequence[WeightedCriterion], candidates: Sequence[ScoredOption]) -> OptionComparison:
    """Compares options. An option with a missing score is not ranked and is listed in ``unplaced``."""
    weights = weights_of(criteria)
    complete_options = [each for each in candidates if all(criterion.key in each.scores for criterion in criteria)]
    tables = {each.code: [Fraction(each.scores[criterion.key]) for criterion in criteria] for each in complete_options}
    shares, ties, tried = _win_shares(len(criteria), tables)
    return OptionComparison(
        weights=weights,
        placed=_rank_options(complete_options, criteria, weights),
        unplaced=tuple(each.code for each in candidates if each not in complete_options),
        dominated=tuple(
            (one.code, other.code)
            for one in complete_options
            for other in complete_options
            if one is not other and dominates(tables[other.code], tables[one.code])
        ),
        sensitivities=tuple(
            WeightSensitivity(criterion, weights[criterion.key], _weight_intervals(rank, criteria, weights, tables))
            for rank, criterion in enumerate(criteria)
        )
        if tables
        else (),
        shares=shares,
        ties=ties,
        tried=tried,
    )


def dominates(one: Sequence[Fraction], other: Sequence[Fraction]) -> bool:
    """Returns True when ``one`` is never worse and once better, so that no weights rank ``other`` before it."""
    return all(a >= b for a, b in zip(one, other, strict=True)) and list(one) != list(other)


def _rank_options(
    complete_options: Sequence[ScoredOption], criteria: Sequence[WeightedCriterion], weights: dict[int, Fraction]
) -> tuple[RankedOption, ...]:
    totals = {
        each.key: sum((weights[c.key] * Fraction(each.scores[c.key]) for c in criteria), Fraction(0))
        for each in complete_options
    }
    ordered = sorted(complete_options, key=lambda each: (-totals[each.key], each.code))
    return tuple(
        RankedOption(
            each.key, each.code, totals[each.key], 1 + sum(totals[x.key] > totals[each.key] for x in complete_options)
        )
        for each in ordered
    )


def _weight_intervals(
    rank: int, criteria: Sequence[WeightedCriterion], weights: dict[int, Fraction], tables: dict[str, list[Fraction]]
) -> tuple[WeightInterval, ...]:
    """Returns the intervals of one weight by winners. Totals are linear in the weight: winners change at crossings."""
    lines = {code: _totals_at_bounds(rank, criteria, weights, scores) for code, scores in tables.items()}
    cuts = {Fraction(0), Fraction(1)}
    for (low_a, high_a), (low_b, high_b) in combinations(lines.values(), 2):
        slope = (high_a - low_a) - (high_b - low_b)
        if slope and 0 < (crossing := (low_b - low_a) / slope) < 1:
            cuts.add(crossing)
    edges = sorted(cuts)
    intervals: list[WeightInterval] = []
    for start, end in pairwise(edges):
        winners = _winners_at((start + end) / 2, lines)
        if intervals and intervals[-1].winners == winners:
            intervals[-1] = WeightInterval(intervals[-1].start, end, winners)
        else:
            intervals.append(WeightInterval(start, end, winners))
    return tuple(intervals)


def _totals_at_bounds(
    rank: int, criteria: Sequence[WeightedCriterion], weights: dict[int, Fraction], scores: list[Fraction]
) -> tuple[Fraction, Fraction]:
    """Returns the totals when the weight of that criterion is 0 and when it is 1."""
    pairs = enumerate(zip(criteria, scores, strict=True))
    rest = [(weights[criterion.key], score) for place, (criterion, score) in pairs if place != rank]
    if not rest:
        return scores[rank], scores[rank]
    left = sum((weight for weight, _ in rest), Fraction(0))
    if left == 0:  # This criterion has all the weight: the others share the rest equally.
        return sum((score for _, score in rest), Fraction(0)) / len(rest), scores[rank]
    return sum((weight * score for weight, score in rest), Fraction(0)) / left, scores[rank]


def _winners_at(weight: Fraction, lines: dict[str, tuple[Fraction, Fraction]]) -> tuple[str, ...]:
    totals = {code: low + weight * (high - low) for code, (low, high) in lines.items()}
    best = max(totals.values())
    return tuple(sorted(code for code, total in totals.items() if total == best))


def _win_shares(count: int, tables: dict[str, list[Fraction]]) -> tuple[tuple[WinShare, ...], int, int]:
    """Counts sole winners over evenly spread weight sets. Returns the shares, the ties and the number of sets."""
    if not tables or not count:
        return (), 0, 0
    scale = lcm(*(score.denominator for scores in tables.values() for score in scores))
    whole = {code: [int(score * scale) for score in scores] for code, scores in tables.items()}
    won = dict.fromkeys(whole, 0)
    ties = tried = 0
    for parts in _weight_sets(count, _part_count(count)):
        totals = {code: sum(a * b for a, b in zip(parts, scores, strict=True)) for code, scores in whole.items()}
        best = max(totals.values())
        first = [code for code, total in totals.items() if total == best]
        tried += 1
        if len(first) > 1:
            ties += 1
        else:
            won[first[0]] += 1
    return tuple(WinShare(code, won[code], tried) for code in sorted(won)), ties, tried


def _part_count(count: int) -> int:
    """Returns into how many parts the total weight is divided, for ``count`` criteria."""
    parts = _MAX_PARTS
    while parts > 1 and comb(parts + count - 1, count - 1) > _MAX_WEIGHT_SETS:
        parts -= 1
    return parts


def _weight_sets(count: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Yields every split of ``parts`` among ``count`` criteria, shifted towards the middle: no weight is zero."""
    for bars in combinations(range(parts + count - 1), count - 1):
        edges = (-1, *bars, parts + count - 1)
        yield tuple(count * (after - before - 1) + 1 for before, after in pairwise(edges))
