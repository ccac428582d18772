"""Contribution of each cause to the change of a value: difference between two successive states. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pacte.indicators.records import Value
from pacte.indicators.records.changes import Contribution, FigureChangeCause


def contributions_by_cause(
    before: Value, values: Sequence[tuple[FigureChangeCause, Value]]
) -> tuple[Contribution, ...]:
    """``values``: the value once each cause is applied, in order; a cause that comes twice is added up.

    The contributions add up to the last value minus the first, whatever the order of the intermediate states.
    """
    by_cause: dict[FigureChangeCause, Contribution] = {}
    for cause, after in values:
        fresh = _contribution(cause, before, after)
        by_cause[cause] = _sum_contributions(by_cause[cause], fresh) if cause in by_cause else fresh
        before = after
    return tuple(by_cause.values())


def rounded_down_count(count: int, threshold: int) -> int:
    """Order of magnitude for readers who see no small count: the threshold, or the power of ten, that the count
    reaches.

    1 when the count is below the threshold, 0 when it is zero.
    """
    if count < threshold:
        return min(count, 1)
    return max(threshold, int("1" + "0" * (len(str(count)) - 1)))


def _contribution(cause: FigureChangeCause, before: Value, after: Value) -> Contribution:
    number = None if before.number is None or after.number is None else after.number - before.number
    is_rate = before.denominator is not None or after.denominator is not None
    among = (after.denominator or 0) - (before.denominator or 0) if is_rate else None
    return Contribution(cause, (after.numerator or 0) - (before.numerator or 0), among, number)


def _sum_contributions(first: Contribution, second: Contribution) -> Contribution:
    sides = [each.denominator for each in (first, second) if each.denominator is not None]
    numbers: list[Fraction] = [each.number for each in (first, second) if each.number is not None]
    return Contribution(
        first.cause, first.numerator + second.numerator, sum(sides) if sides else None,
        sum(numbers, Fraction()) if len(numbers) == 2 else None,
    )  # fmt: skip
