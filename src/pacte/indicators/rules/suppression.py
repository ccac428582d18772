"""Suppression of small counts in answers, consistent across the answers that a reader may combine. Pure.

Two mechanisms. Readers who see no small count may only ask from a fixed set: civil years, one split at most, no filter,
whole departments; no difference between two questions then isolates anybody. In each answer, small counts are
suppressed with enough others so that, from all that is shown, each lies in an interval at least as wide as the
threshold.

These readers cannot choose the day of knowledge either: a period is read as known today or, without split or territory,
as known at the end of its last year. Only two days can then be compared, and small changes between them are suppressed.

Counts that the journey tables suppress are suppressed too: see ``rules.suppression_consistency``.

Assumed knowledge of the attacker: the total, every row shown, that counts are non-negative, that a row of zero is not
suppressed, and the denominator of a suppressed row when another indicator may show it. A reader who comes back every
day and notes the figures of that day is not covered.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import zip_longest

from pacte.indicators.records import AnswerRow, Indicator, IndicatorQuestion, Subset, Unit, Value, ValueState
from pacte.indicators.records.question import YEAR, ZONE
from pacte.indicators.rules.suppression_consistency import is_total_only
from pacte.indicators.rules.values import is_magnitude
from pacte.kernel.french import format_day

_FIXED_KINDS = ("department", "region")
# By month, provider, domain, fund or occupation, sessions are a finer split of the journey tables; by age, sex, level
# and kind of end, people are the same in other classes: both would disclose small counts.
_CUTS = frozenset({ZONE, YEAR, "public"})
# These sessions depend on the day: those of another day are a subset that no suppression table covers.
_DAY_DEPENDENT = frozenset({Subset.OVER, Subset.JURY, Subset.LATE})
_REFUSAL = "ce détail montrerait de petits effectifs : demandez {todo}"
_OTHER_SPLIT_REFUSAL = (
    "ce détail montrerait de petits effectifs : demandez par année, par département ou par public ; l’âge, le sexe, le"
    " niveau et la fin se lisent dans « Où se perdent les places ? »"
)


def question_refusal(indicator: Indicator, question: IndicatorQuestion) -> str:
    """Why readers who see no small count may not ask this, in French; "" when they may."""
    if not indicator.suppresses_small_counts:
        return ""
    if question.where:
        return _REFUSAL.format(todo="sans filtre")
    if len(question.by) + (question.zone is not None) > 1:
        return _REFUSAL.format(todo="un seul découpage, ou un seul territoire")
    if set(question.by) - _CUTS:
        return _OTHER_SPLIT_REFUSAL
    is_cut = bool(question.zone or set(question.by) - {YEAR})
    if is_cut and is_total_only(indicator):
        return _REFUSAL.format(todo="l’ensemble d’une année")
    if is_cut and question.territory not in (None, indicator.territory):
        return _REFUSAL.format(todo="au lieu que dit la fiche")
    kind = question.zone.kind if question.zone else question.zone_kind
    if (question.zone or ZONE in question.by) and kind not in _FIXED_KINDS:
        return _REFUSAL.format(todo="par département")
    if question.first != date(question.first.year, 1, 1) or not ends_with_year(question):
        return _REFUSAL.format(todo="une année civile")
    if (question.zone or set(question.by) - {YEAR}) and question.first.year != question.last.year:
        return _REFUSAL.format(todo="une seule année à la fois")
    return ""


def closing_day(question: IndicatorQuestion) -> date:
    """End of the last year of the period: the only past day on which readers who see no small count may read it."""
    return date(question.last.year, 12, 31)


def known_on_refusal(indicator: Indicator, question: IndicatorQuestion, today: date) -> str:
    """Why readers who see no small count may not read it as of that day, in French; "" when they may."""
    closing = closing_day(question)
    if not indicator.suppresses_small_counts or question.known_on >= today:
        return ""
    is_of_a_day = not _DAY_DEPENDENT.isdisjoint(indicator.subsets)
    if question.known_on == closing:
        if is_of_a_day:
            return _REFUSAL.format(todo="tel que c’est connu aujourd’hui")
        is_whole = not question.zone and not set(question.by) - {YEAR} and not spans_several_years(question)
        return "" if is_whole else _REFUSAL.format(todo="tel que c’est connu aujourd’hui, ou une année entière")
    then = f", ou au {format_day(closing)}" if closing < today and not is_of_a_day else ""
    return (
        f"deux jours voisins montreraient de petits effectifs : lisez ce chiffre tel qu’il est connu aujourd’hui{then}"
    )


def ends_with_year(question: IndicatorQuestion) -> bool:
    """Up to the end of a year, or to the day of knowledge: two questions of one day never split a year."""
    return (question.last.month, question.last.day) == (12, 31) or question.last >= question.known_on


def spans_several_years(question: IndicatorQuestion) -> bool:
    """True for several years, summed or listed."""
    return question.first.year != question.last.year


def suppress_small_rows(
    indicator: Indicator, rows: Sequence[AnswerRow], before: Sequence[AnswerRow] = (), also: Collection[int] = ()
) -> tuple[AnswerRow, ...]:
    """Suppresses counts of people below the threshold, and those that would disclose them. ``rows[0]`` is the total.

    Zeros disclose nobody and are shown, unless everything must be suppressed. A small total suppresses all its cells.
    ``before``: the same rows as shown for another day; the change of each since then is a count too. ``also``: ranks of
    cells that are suppressed elsewhere.
    """
    if not indicator.suppresses_small_counts:
        return tuple(rows)
    total, *cells = rows
    whole_moved, *moved = _count_changes(indicator, rows, before)
    if has_small_count(indicator, total.value) or _any_small(indicator, whole_moved):
        return tuple(suppress_row(row) for row in rows)
    hidden = {
        rank
        for rank, (row, since) in enumerate(zip(cells, moved, strict=True))
        if has_small_count(indicator, row.value) or _any_small(indicator, since)
    } | set(also)
    unknown = _unknown_denominators(indicator, cells)
    hidden |= unknown
    while hidden and not (
        _counts_are_protected(indicator, cells, hidden, unknown) and _changes_are_protected(indicator, moved, hidden)
    ):
        others = [rank for rank in range(len(cells)) if rank not in hidden and _size(cells[rank].value)]
        if not others:
            hidden = set(range(len(cells)))
            break
        hidden.add(min(others, key=lambda rank: (_size(cells[rank].value), rank)))
    return (total, *(suppress_row(row) if rank in hidden else row for rank, row in enumerate(cells)))


def _unknown_denominators(indicator: Indicator, cells: Sequence[AnswerRow]) -> set[int]:
    """Rows whose denominator no other answer shows: those that a table of denominators alone would suppress."""
    if not _is_share(indicator):
        return set()
    counts = [row.value.denominator or 0 for row in cells]
    hidden = {rank for rank, count in enumerate(counts) if 0 < count < indicator.threshold}
    while hidden and sum(counts[rank] for rank in hidden) - len(hidden) < indicator.threshold:
        others = [rank for rank in range(len(counts)) if rank not in hidden and counts[rank]]
        if not others:
            return set(range(len(counts)))
        hidden.add(min(others, key=lambda rank: (counts[rank], rank)))
    return hidden


def has_small_count(indicator: Indicator, value: Value) -> bool:
    """True when a count of people, or the rest of the denominator of a rate, is between 1 and the threshold."""
    return _any_small(indicator, people_counts(indicator, value))


def _any_small(indicator: Indicator, counts: Sequence[float]) -> bool:
    return any(0 < count < indicator.threshold for count in counts)


def _count_changes(indicator: Indicator, rows: Sequence[AnswerRow], before: Sequence[AnswerRow]) -> list[list[float]]:
    """Change of each count of each row; empty when there is no other day."""
    if not before:
        return [[] for _ in rows]
    was = {_key(row): row.value for row in before}
    nothing = Value(ValueState.NUMBER, numerator=0, denominator=0)
    changes = []
    for row in rows:
        now, then = people_counts(indicator, row.value), people_counts(indicator, was.get(_key(row), nothing))
        changes.append([abs(new - old) for new, old in zip_longest(now, then, fillvalue=0.0)])
    return changes


def _key(row: AnswerRow) -> tuple[str, ...]:
    return tuple(code for _, code, _ in row.keys)


def _changes_are_protected(indicator: Indicator, moved: Sequence[Sequence[float]], hidden: AbstractSet[int]) -> bool:
    """True when the suppressed rows changed together by enough for each to have changed by few or by many."""
    columns = zip(*(moved[rank] for rank in sorted(hidden)), strict=True)
    return all(sum(column) == 0 or sum(column) - len(hidden) >= indicator.threshold for column in columns)


def suppress_row(row: AnswerRow) -> AnswerRow:
    return AnswerRow(row.keys, Value(ValueState.HIDDEN))


def people_counts(indicator: Indicator, value: Value) -> list[float]:
    """Number of people behind each figure of the value. Medians and amounts are not counts; a percentage has two."""
    # Places above those bought are not people of a place.
    side_counts = [count or 0.0 for _, count in value.side_counts] if indicator.counts_people else []
    if is_magnitude(indicator):
        return side_counts
    if not indicator.is_rate:
        return [value.numerator or 0, *side_counts]
    if indicator.unit is not Unit.PERCENT:
        return [value.denominator or 0, *side_counts]
    # For a share, people whose situation is unknown are a small count too.
    silent = max(0.0, (value.expected or 0) - (value.received or 0)) if value.expected is not None else 0.0
    return [*_share_sides(value), value.denominator or 0, silent, *side_counts]


def _share_sides(value: Value) -> tuple[float, float]:
    yes, among = value.numerator or 0, value.denominator or 0
    return yes, max(0.0, among - yes)


def _is_share(indicator: Indicator) -> bool:
    return indicator.is_rate and indicator.unit is Unit.PERCENT


def _counts_are_protected(
    indicator: Indicator, cells: Sequence[AnswerRow], hidden: AbstractSet[int], unknown: AbstractSet[int]
) -> bool:
    """True when each suppressed count lies in an interval as wide as the threshold.

    The attacker knows the sum of the suppressed rows.
    """
    threshold, ranks = indicator.threshold, sorted(hidden)
    columns = list(zip(*(people_counts(indicator, cells[rank].value) for rank in ranks), strict=True))
    if _is_share(indicator):
        # Denominators are checked separately: another answer may show them.
        (yes, no, among), columns = columns[:3], columns[3:]
        if not all(
            _share_is_protected(side, among, [rank in unknown for rank in ranks], threshold) for side in (yes, no)
        ):
            return False
    # A suppressed row has a count that is not zero: alone, that count is at least one.
    return all(sum(column) == 0 or sum(column) - len(ranks) >= threshold for column in columns)


def _share_is_protected(
    side: Sequence[float], among: Sequence[float], is_unknown: Sequence[bool], threshold: int
) -> bool:
    """A count is at most its denominator, and at least what the other rows leave of the sum."""
    total = sum(side)
    if total == 0:
        return True
    apart = sum(count for count, alone in zip(among, is_unknown, strict=True) if alone)
    for own, alone in zip(among, is_unknown, strict=True):
        greatest = min(apart if alone else own, total)
        # Rows of unknown denominator may have all of theirs but one of it.
        least = max(0.0, total - (sum(among) - (1 if alone else own)))
        if greatest - least < threshold:
            return False
    return True


def _size(value: Value) -> float:
    return value.denominator if value.denominator is not None else value.numerator or 0
