"""Computes the answer of each indicator from the facts, within the scope of the actor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import duckdb

from pacte.indicators.queries.aggregation import (
    FinerCells,
    RelationCopies,
    compute_aggregates,
    refusal_reason,
    rows_of_indicator,
    split_labels,
)
from pacte.indicators.queries.suppression import suppress_small_counts
from pacte.indicators.records import (
    AnswerRow,
    CountScope,
    Indicator,
    IndicatorAnswer,
    IndicatorQuestion,
    Value,
    ValueState,
)
from pacte.indicators.rules.periods import next_due
from pacte.indicators.rules.suppression_consistency import with_absent_rows
from pacte.journeys.queries.published_counts import hidden_counts_by_row


def compute_answers(
    connection: duckdb.DuckDBPyConnection,
    indicators: Sequence[Indicator],
    question: IndicatorQuestion,
    scope: CountScope,
    *,
    labels: Mapping[str, Mapping[str, str]],
    facts_dir: Path | None = None,
    copies: RelationCopies = MappingProxyType({}),
    finer: FinerCells | None = None,
) -> tuple[IndicatorAnswer, ...]:
    """An answer for each indicator, in order. ``labels``: labels of the codes not known here, by dimension.

    ``facts_dir``: the folder of the facts that ``connection`` reads. ``copies``: relations written once for several
    questions; ``finer``: the cells that these have counted.
    """
    refused = {each.code: refusal_reason(each, question, scope) for each in indicators}
    wanted = [each for each in indicators if not refused[each.code]]
    cell_values = compute_aggregates(connection, wanted, question, scope, copies, finer)
    rows_by_code = {each.code: tuple(rows_of_indicator(each, question, cell_values, labels)) for each in wanted}
    if not scope.sees_small:
        hidden, words = hidden_counts_by_row(scope.hosts), split_labels(question.by[0], labels) if question.by else {}
        rows_by_code |= {
            each.code: with_absent_rows(each, question, rows_by_code[each.code], hidden, words) for each in wanted
        }
        rows_by_code = suppress_small_counts(connection, wanted, question, scope, rows_by_code, hidden, facts_dir)
    due = min(question.last, question.known_on)
    return tuple(
        refusal_answer(each.code, refused[each.code])
        if refused[each.code]
        else IndicatorAnswer(each.code, rows_by_code[each.code], due_on=next_due(each, due))
        for each in indicators
    )


def refusal_answer(code: str, why: str) -> IndicatorAnswer:
    return IndicatorAnswer(code, (AnswerRow((), Value(ValueState.NOT_COMPUTABLE)),), refusal=why)
