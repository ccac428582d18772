"""Suppression of an answer for readers who see no small count: see ``rules.suppression`` for the threat model."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from pacte.indicators.facts.dimensions import YEAR, ZONE
from pacte.indicators.queries.aggregation import compute_aggregates, refusal_reason, rows_of_indicator
from pacte.indicators.queries.store import open_facts
from pacte.indicators.records import (
    AnswerRow,
    CountScope,
    Indicator,
    IndicatorQuestion,
    ValueState,
)
from pacte.indicators.rules.suppression import closing_day, spans_several_years, suppress_row, suppress_small_rows
from pacte.indicators.rules.suppression_consistency import SuppressedCounts, suppressed_ranks

RowsByCode = dict[str, tuple[AnswerRow, ...]]


def suppress_small_counts(
    connection: duckdb.DuckDBPyConnection,
    indicators: Sequence[Indicator],
    question: IndicatorQuestion,
    scope: CountScope,
    rows_by_code: RowsByCode,
    hidden: SuppressedCounts,
    facts_dir: Path | None = None,
) -> RowsByCode:
    """The rows of each indicator, by code, with suppression. ``hidden``: counts that the journey tables suppress.

    ``facts_dir``: the folder of the facts, which are also read as known at the end of a year.
    """
    yearly = replace(question, by=(YEAR,))
    added = [
        each
        for each in indicators
        if each.suppresses_small_counts and spans_several_years(question) and not refusal_reason(each, yearly, scope)
    ]
    suppressed_years = _suppressed_years(connection, added, yearly, scope, hidden, facts_dir) if added else {}
    rows_by_code = rows_by_code | {
        each.code: _suppress_span(rows_by_code[each.code], suppressed_years[each.code]) for each in added
    }
    people = [each for each in indicators if each.suppresses_small_counts and each not in added]
    withheld = _codes_with_suppressed_zone(connection, people, question, scope, hidden)
    # Splits are read as known today only.
    before = {} if question.zone or set(question.by) - {YEAR} else _rows_at_closing(people, question, scope, facts_dir)
    return rows_by_code | {
        each.code: tuple(suppress_row(row) for row in rows_by_code[each.code])
        if each.code in withheld
        else _suppressed_rows(each, question, rows_by_code[each.code], before.get(each.code, ()), hidden)
        for each in people
    }


def _suppressed_rows(
    indicator: Indicator,
    question: IndicatorQuestion,
    rows: Sequence[AnswerRow],
    before: Sequence[AnswerRow],
    hidden: SuppressedCounts,
) -> tuple[AnswerRow, ...]:
    ranks = suppressed_ranks(indicator, question, rows, hidden)
    return tuple(map(suppress_row, rows)) if ranks is None else suppress_small_rows(indicator, rows, before, ranks)


def _rows_at_closing(
    indicators: Sequence[Indicator], question: IndicatorQuestion, scope: CountScope, facts_dir: Path | None
) -> RowsByCode:
    """The same rows as known at the end of the last year, the other day on which they may be read.

    Empty when that day is the requested one, or is in the future.
    """
    closing = closing_day(question)
    if not indicators or closing >= question.known_on:
        return {}
    then = replace(question, known_on=closing)
    with open_facts(on=closing, facts_dir=facts_dir) as connection:
        cell_values = compute_aggregates(connection, indicators, then, scope)
    return {each.code: tuple(rows_of_indicator(each, then, cell_values, {})) for each in indicators}


def _suppressed_years(
    connection: duckdb.DuckDBPyConnection,
    indicators: Sequence[Indicator],
    yearly: IndicatorQuestion,
    scope: CountScope,
    hidden: SuppressedCounts,
    facts_dir: Path | None,
) -> dict[str, set[str]]:
    """By indicator, the years that are suppressed when they are asked alone."""
    cell_values = compute_aggregates(connection, indicators, yearly, scope)
    suppressed: dict[str, set[str]] = {each.code: set() for each in indicators}
    for year in range(yearly.first.year, yearly.last.year + 1):
        alone = replace(yearly, first=date(year, 1, 1), last=date(year, 12, 31), by=())
        before = _rows_at_closing(indicators, alone, scope, facts_dir)
        for each in indicators:
            # A year without facts has no row.
            for row in (
                row for row in rows_of_indicator(each, yearly, cell_values, {})[1:] if row.keys[0][1] == str(year)
            ):
                (shown_row,) = _suppressed_rows(
                    each, alone, [AnswerRow((), row.value)], before.get(each.code, ()), hidden
                )
                if shown_row.value.state is ValueState.HIDDEN:
                    suppressed[each.code].add(str(year))
    return suppressed


def _suppress_span(rows: Sequence[AnswerRow], suppressed: AbstractSet[str]) -> tuple[AnswerRow, ...]:
    """Years are shown as they are alone; the total is shown when none is suppressed."""
    total, *years = rows
    return suppress_row(total) if suppressed else total, *(
        suppress_row(row) if row.keys[0][1] in suppressed else row for row in years
    )


def _codes_with_suppressed_zone(
    connection: duckdb.DuckDBPyConnection,
    indicators: Sequence[Indicator],
    question: IndicatorQuestion,
    scope: CountScope,
    hidden: SuppressedCounts,
) -> frozenset[str]:
    """Indicators for which the requested zone is suppressed in the table of its kind."""
    if question.zone is None:
        return frozenset()
    table = replace(question, zone=None, zone_kind=question.zone.kind, by=(ZONE,))
    concerned = [each for each in indicators if not refusal_reason(each, table, scope)]
    cell_values = compute_aggregates(connection, concerned, table, scope)
    return frozenset(
        each.code
        for each in concerned
        for row in _suppressed_rows(each, table, rows_of_indicator(each, table, cell_values, {}), (), hidden)
        if row.value.state is ValueState.HIDDEN and (not row.keys or row.keys[0][1] == question.zone.code)
    )
