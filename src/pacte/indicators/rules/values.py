"""Value and state from raw counts: a number, not due, missing, not computable, hidden. Pure.

Missing is not zero, and a rate with a zero denominator is not a rate. Nothing is clipped to 0-100.
"""

from __future__ import annotations

import math
from fractions import Fraction

from pacte.indicators.records import Indicator, MeasureCounts, Unit, Value, ValueState
from pacte.indicators.records.survival import FOLD

_MAGNITUDES = ("median", "percentile", FOLD)


def indicator_value(indicator: Indicator, counts: MeasureCounts) -> Value:
    """``counts.expected`` is the number of answers due; without any answer the value is missing, n of N."""
    expected = None if counts.expected is None else round(counts.expected)
    answered = counts.denominator if indicator.is_rate else counts.numerator
    received = None if expected is None else round(answered or 0)
    side_counts = counts.side_counts

    def make_value(state: ValueState, number: Fraction | None = None) -> Value:
        return Value(state, number, counts.numerator, counts.denominator, received, expected, side_counts)

    if not indicator.is_rate:
        if counts.numerator is not None and math.isinf(counts.numerator):
            return Value(ValueState.UNREACHED, side_counts=side_counts)
        if counts.numerator is None and not _is_zero_when_empty(indicator):
            return make_value(ValueState.MISSING)
        return make_value(ValueState.NUMBER, _fraction(counts.numerator or 0))
    if counts.denominator:
        return make_value(ValueState.NUMBER, _ratio(counts.numerator or 0, counts.denominator, indicator.scale))
    if expected or (counts.denominator is None and not _is_zero_when_empty(indicator)):
        return make_value(ValueState.MISSING)
    if counts.waiting:
        return make_value(ValueState.NOT_DUE)
    return make_value(ValueState.NOT_COMPUTABLE)


def is_magnitude(indicator: Indicator) -> bool:
    """True for a median, a difference or the like: it gives a size, not a number of people."""
    is_size = indicator.numerator is not None and indicator.numerator.sql.startswith(_MAGNITUDES)
    return is_size or indicator.unit is Unit.POINTS


def _is_zero_when_empty(indicator: Indicator) -> bool:
    """A sum over no row is zero for a count of facts; it is missing for a median, or for money never recorded."""
    measured = indicator.numerator
    return measured is not None and measured.relation != "money" and not is_magnitude(indicator)


def _ratio(part: float, whole: float, scale: int) -> Fraction:
    if part == int(part) and whole == int(whole):
        return Fraction(int(part) * scale, int(whole))
    return _fraction(part) / _fraction(whole) * scale


def _fraction(value: float) -> Fraction:
    """Counts are integers, and there are many: only decimals are approximated by a simple fraction."""
    whole = int(value)
    return Fraction(whole) if whole == value else Fraction(value).limit_denominator(10**6)
