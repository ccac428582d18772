"""Suppression of a figure cut by fund and plan action, for readers who see no small count. Pure.

These readers get one table, the same for all of them: the years of the plan together, by fund and action, as known on
one day. Its cells add up to the whole, which other answers show; sessions that two actions share make them overlap.

The page of an action also shows its counts of the night, and each of its targets: two counts of one action that differ
by few people would disclose them, so the later one is suppressed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pacte.indicators.records import AnswerRow, Indicator, Value, ValueState
from pacte.indicators.rules.suppression import people_counts, suppress_row, suppress_small_rows
from pacte.indicators.rules.suppression_consistency import SuppressedCounts, is_hidden_by_action, matching_count_names
from pacte.journeys.records.counts import ANY_ROW
from pacte.journeys.rules.suppression_tables import FUND, PACT_ACTION, PLAN_ACTION


def suppress_payer_rows(
    indicator: Indicator, rows: Sequence[AnswerRow], plan_id: int, hidden: SuppressedCounts
) -> tuple[AnswerRow, ...]:
    """``rows``: the total, then one row per (fund, action). ``hidden``: counts that the journey tables suppress."""
    if not indicator.suppresses_small_counts:
        return tuple(rows)
    if is_hidden_by_action(indicator):
        return tuple(map(suppress_row, rows))
    names = matching_count_names(indicator)
    total, *cells = rows
    suppressed = {(cut, key) for (cut, _, key), gone in hidden.items() if not names.isdisjoint(gone)}
    ranks = {rank for rank, cell in enumerate(cells) if not suppressed.isdisjoint(_matching_rows(cell, plan_id))}
    if _overlaps_by_few(indicator, total, cells):
        return tuple(map(suppress_row, rows))
    return suppress_small_rows(indicator, rows, also=ranks)


def suppress_close_values(values: Iterable[tuple[Indicator, Value]], shown: Iterable[float]) -> list[Value]:
    """The values of one action, in order; ``shown``: the counts of the same action that its page shows."""
    known = [count for count in shown if count]
    remaining = []
    for indicator, value in values:
        if value.state is ValueState.NUMBER and indicator.suppresses_small_counts:
            counts = [count for count in people_counts(indicator, value) if count]
            if any(0 < abs(count - other) < indicator.threshold for count in counts for other in known):
                value = Value(ValueState.HIDDEN)
            else:
                known += counts
        remaining.append(value)
    return remaining


def yearly_and_total_counts(years: Sequence[Mapping[str, int]]) -> set[int]:
    """Every count of each year, and the sum of each count that all the years show."""
    if not years:
        return set()
    names = set.intersection(*(set(values) for values in years))
    sums = {sum(values[name] for values in years) for name in names}
    return sums | {count for values in years for count in values.values()}


def _matching_rows(cell: AnswerRow, plan_id: int) -> set[tuple[str, str]]:
    """Rows of the journey tables that count people of this cell; any row of a table that is of an earlier night."""
    codes = {dimension: code for dimension, code, _ in cell.keys}
    key = f"{plan_id}:{codes['action']}"
    if codes["action"] == "unknown":
        return {(FUND, "" if codes["fund"] == "unknown" else codes["fund"]), (FUND, ANY_ROW)}
    return {(cut, each) for cut in (PLAN_ACTION, PACT_ACTION) for each in (key, ANY_ROW)}


def _overlaps_by_few(indicator: Indicator, total: AnswerRow, cells: Sequence[AnswerRow]) -> bool:
    """True when the cells exceed the total by a small count: that of the people whom two actions share."""
    counts = ("numerator", "denominator")
    excess = [
        sum(getattr(cell.value, name) or 0 for cell in cells) - whole
        for name in counts
        if (whole := getattr(total.value, name)) is not None
    ]
    return any(0 < each < indicator.threshold for each in excess)
