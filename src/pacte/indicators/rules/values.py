"""From counts to a value that says what it is: a number, not due, missing, not computable, hidden. Pure.

Missing is not zero, and a rate whose denominator is zero is no rate. Nothing is clipped to 0-100.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pacte.indicators.records import Counts, Indicator, Line, State, Value

_MAGNITUDES = ("median", "percentile")


def value_of(indicator: Indicator, counts: Counts) -> Value:
    """``counts.expected`` says of how many an answer was due; without any answer the value is missing, n of N."""
    expected = None if counts.expected is None else round(counts.expected)
    answered = counts.denominator if indicator.is_rate else counts.numerator
    received = None if expected is None else round(answered or 0)
    beside = counts.beside

    def told(state: State, number: Fraction | None = None) -> Value:
        return Value(state, number, counts.numerator, counts.denominator, received, expected, beside)

    if not indicator.is_rate:
        if counts.numerator is None and not _counts_nothing_as_zero(indicator):
            return told(State.MISSING)
        return told(State.NUMBER, _fraction(counts.numerator or 0))
    if counts.denominator:
        return told(State.NUMBER, _fraction(counts.numerator or 0) * indicator.scale / _fraction(counts.denominator))
    if expected or (counts.denominator is None and not _counts_nothing_as_zero(indicator)):
        return told(State.MISSING)
    if counts.waiting:
        return told(State.NOT_DUE)
    return told(State.NOT_COMPUTABLE)


def _counts_nothing_as_zero(indicator: Indicator) -> bool:
    """A sum over no row is zero for a count of facts; it is no value for a median, nor for money that nobody wrote."""
    measured = indicator.numerator
    return measured is not None and measured.relation != "money" and not measured.sql.startswith(_MAGNITUDES)


def _fraction(value: float) -> Fraction:
    return Fraction(value).limit_denominator(10**6)


def hide_small(indicator: Indicator, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Hides counts of people under the threshold; and, when one cell alone is hidden, the next smallest with it.

    Zero tells of nobody and stays. ``lines[0]`` is the whole, the others its cells.
    """
    if not indicator.counts_people:
        return tuple(lines)
    whole, *cells = lines
    hidden = {rank for rank, line in enumerate(cells) if is_small(indicator, line.value)}
    if len(hidden) == 1:
        others = [rank for rank in range(len(cells)) if rank not in hidden and _size(cells[rank].value)]
        if others:
            hidden.add(min(others, key=lambda rank: (_size(cells[rank].value), rank)))
    kept = [_hide(line) if rank in hidden else line for rank, line in enumerate(cells)]
    return (_hide(whole) if is_small(indicator, whole.value) else whole, *kept)


def is_small(indicator: Indicator, value: Value) -> bool:
    """A count of people, or what is left of a rate's denominator, between 1 and the threshold."""
    counts = [value.numerator, value.denominator]
    if value.numerator is not None and value.denominator is not None:
        counts.append(value.denominator - value.numerator)
    counts += [count for _, count in value.beside]
    return any(count is not None and 0 < count < indicator.threshold for count in counts)


def _size(value: Value) -> float:
    return value.denominator if value.denominator is not None else value.numerator or 0


def _hide(line: Line) -> Line:
    return Line(line.keys, Value(State.HIDDEN))
