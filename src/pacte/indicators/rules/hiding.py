"""What is hidden from who sees no small count, so that no two of their answers give it back. Pure.

Two things together. What may be asked is a fixed set: civil years or their months, one cut at most, no filter, whole
departments; no difference between two questions then singles anybody out. And in each answer small counts are hidden
with enough others that, from all that is shown, each lies in an interval as wide as the threshold.

The attacker is taken to know the whole, every line shown, that counts are never negative, that a line of nought is not
hidden, and the denominator of a hidden line when another indicator may show it. A difference between two days of
knowledge tells how many were written down in between: it is not covered.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from pacte.indicators.records import Indicator, Line, Question, State, Unit, Value
from pacte.indicators.records.question import MONTH, YEAR, ZONE
from pacte.indicators.rules.values import is_magnitude

_FIXED_KINDS = ("department", "region")
_SENTENCE = "ce détail montrerait de petits effectifs : demandez {todo}"


def why_withheld(indicator: Indicator, question: Question) -> str:
    """Why somebody who sees no small count may not ask that, in French; "" when they may."""
    if not indicator.counts_people:
        return ""
    if question.where:
        return _SENTENCE.format(todo="sans filtre")
    if len(question.by) + (question.zone is not None) > 1:
        return _SENTENCE.format(todo="un seul découpage, ou un seul territoire")
    kind = question.zone.kind if question.zone else question.zone_kind
    if (question.zone or ZONE in question.by) and kind not in _FIXED_KINDS:
        return _SENTENCE.format(todo="par département")
    if question.by == (MONTH,):
        whole = question.first.day == 1 and (is_to_the_end(question) or _ends_a_month(question.last))
        return "" if whole else _SENTENCE.format(todo="des mois entiers")
    if question.first != date(question.first.year, 1, 1) or not is_to_the_end(question):
        return _SENTENCE.format(todo="une année civile")
    if (question.zone or set(question.by) - {YEAR}) and question.first.year != question.last.year:
        return _SENTENCE.format(todo="une seule année à la fois")
    return ""


def is_to_the_end(question: Question) -> bool:
    """Up to the end of a year, or to the day of knowledge: two questions of one day never cut a year in two."""
    return (question.last.month, question.last.day) == (12, 31) or question.last >= question.known_on


def _ends_a_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def guarded(question: Question) -> tuple[str, ...]:
    """The cut that decides whether the whole asked may be shown: a zone is a line of its table, years add up."""
    if question.zone is not None:
        return (ZONE,)
    if not question.by and question.first.year != question.last.year:
        return (YEAR,)
    return ()


def hide_small(indicator: Indicator, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Hides counts of people under the threshold, and what would give them back. ``lines[0]`` is the whole.

    Nought tells of nobody and stays, unless all must go. A whole that is small takes all its cells with it.
    """
    if not indicator.counts_people:
        return tuple(lines)
    whole, *cells = lines
    if is_small(indicator, whole.value):
        return tuple(hide(line) for line in lines)
    hidden = {rank for rank, line in enumerate(cells) if is_small(indicator, line.value)}
    unknown = _unknown_denominators(indicator, cells)
    hidden |= unknown
    while hidden and not _holds(indicator, cells, hidden, unknown):
        others = [rank for rank in range(len(cells)) if rank not in hidden and _size(cells[rank].value)]
        if not others:
            hidden = set(range(len(cells)))
            break
        hidden.add(min(others, key=lambda rank: (_size(cells[rank].value), rank)))
    return (whole, *(hide(line) if rank in hidden else line for rank, line in enumerate(cells)))


def _unknown_denominators(indicator: Indicator, cells: Sequence[Line]) -> set[int]:
    """Lines whose denominator no other answer shows: those that a table of the denominators alone would hide."""
    if not _is_share(indicator):
        return set()
    counts = [line.value.denominator or 0 for line in cells]
    hidden = {rank for rank, count in enumerate(counts) if 0 < count < indicator.threshold}
    while hidden and sum(counts[rank] for rank in hidden) - len(hidden) < indicator.threshold:
        others = [rank for rank in range(len(counts)) if rank not in hidden and counts[rank]]
        if not others:
            return set(range(len(counts)))
        hidden.add(min(others, key=lambda rank: (counts[rank], rank)))
    return hidden


def is_small(indicator: Indicator, value: Value) -> bool:
    """A count of people, or what is left of a rate's denominator, between 1 and the threshold."""
    return any(0 < count < indicator.threshold for count in _counts(indicator, value))


def hide(line: Line) -> Line:
    return Line(line.keys, Value(State.HIDDEN))


def _counts(indicator: Indicator, value: Value) -> list[float]:
    """How many people each figure of the value tells of. A median and an amount are no count; a percentage has two."""
    beside = [count or 0.0 for _, count in value.beside]
    if is_magnitude(indicator):
        return beside
    if not indicator.is_rate:
        return [value.numerator or 0, *beside]
    if indicator.unit is not Unit.PERCENT:
        return [value.denominator or 0, *beside]
    return [*_parts(value), value.denominator or 0, *beside]


def _parts(value: Value) -> tuple[float, float]:
    yes, among = value.numerator or 0, value.denominator or 0
    return yes, max(0.0, among - yes)


def _is_share(indicator: Indicator) -> bool:
    return indicator.is_rate and indicator.unit is Unit.PERCENT


def _holds(indicator: Indicator, cells: Sequence[Line], hidden: AbstractSet[int], unknown: AbstractSet[int]) -> bool:
    """Each hidden count lies in an interval as wide as the threshold, for who knows what the hidden lines add up to."""
    threshold, ranks = indicator.threshold, sorted(hidden)
    columns = list(zip(*(_counts(indicator, cells[rank].value) for rank in ranks), strict=True))
    if _is_share(indicator):
        # The denominators were looked at apart: they may be shown by another answer.
        (yes, no, among), columns = columns[:3], columns[3:]
        if not all(_share_holds(side, among, [rank in unknown for rank in ranks], threshold) for side in (yes, no)):
            return False
    # A line is hidden because one of its counts is not nought: alone, that count is one at least.
    return all(sum(column) == 0 or sum(column) - len(ranks) >= threshold for column in columns)


def _share_holds(side: Sequence[float], among: Sequence[float], is_unknown: Sequence[bool], threshold: int) -> bool:
    """A count is at most its denominator, and at least what the other lines leave of the sum."""
    total = sum(side)
    if total == 0:
        return True
    apart = sum(count for count, alone in zip(among, is_unknown, strict=True) if alone)
    for own, alone in zip(among, is_unknown, strict=True):
        greatest = min(apart if alone else own, total)
        # Lines of unknown denominator may hold all of theirs but one of it.
        least = max(0.0, total - (sum(among) - (1 if alone else own)))
        if greatest - least < threshold:
            return False
    return True


def _size(value: Value) -> float:
    return value.denominator if value.denominator is not None else value.numerator or 0
