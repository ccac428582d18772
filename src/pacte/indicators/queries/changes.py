"""« Pourquoi ça a changé » between two days: itemised by cause, with the records for readers who may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb

from pacte.indicators.facts.lineage import (
    SOURCE_TABLES,
    KnowledgeState,
    as_of_statements,
    knowledge_states,
    new_rows_sql,
    zone_rows_sql,
)
from pacte.indicators.facts.order_lines import is_read_by_line
from pacte.indicators.facts.query_builder import date_statements
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.permissions import count_scope_of, may
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.store import (
    create_relation_views,
    end_of_day_utc,
    open_facts,
    read_manifest,
)
from pacte.indicators.queries.zones import load_zones
from pacte.indicators.records import CountScope, Indicator, IndicatorQuestion, Value, ValueState
from pacte.indicators.records.changes import (
    ChangeCount,
    ChangedRecord,
    ChangeExplanation,
    Contribution,
    FigureChangeCause,
)
from pacte.indicators.rules.contributions import contributions_by_cause, rounded_down_count
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ValidationError

_MAX_RECORDS = 500


def explain_change(
    *, actor: Actor, host_id: int, code: str, question: IndicatorQuestion, since: date, facts_dir: Path | None = None
) -> ChangeExplanation:
    """From the end of ``since`` to the end of ``question.known_on``.

    Raises ``NotFound``, or ``ValidationError`` (days reversed).
    """
    scope = count_scope_of(actor, host_id)
    if not may(actor, "indicators.see_changes", host_id) or scope.is_empty:
        raise NotFound
    if since >= question.known_on:
        raise ValidationError(
            "since_later", "Les deux jours à comparer sont inversés.", hint="Donnez d’abord le plus ancien."
        )
    definition = indicator(code)
    question = replace(question, codes=(definition.code,), by=(), territory=question.territory or definition.territory)
    with_records = may(actor, "indicators.see_records", host_id)
    return _cached_explanation(read_manifest(facts_dir).digest, question, scope, since, facts_dir, with_records)


@lru_cache(maxsize=128)
def _cached_explanation(
    digest: str, question: IndicatorQuestion, scope: CountScope, since: date, facts_dir: Path | None, with_records: bool
) -> ChangeExplanation:
    """Cached by ``digest`` of the facts."""
    return compute_explanation(question, scope, since, facts_dir=facts_dir, with_records=with_records)


def compute_explanation(
    question: IndicatorQuestion,
    scope: CountScope,
    since: date,
    *,
    facts_dir: Path | None = None,
    with_records: bool = False,
) -> ChangeExplanation:
    """Explanation for the one indicator of the question, in a given scope. ``with_records``: includes the records."""
    definition = indicator(question.codes[0])
    change_counts, records = _new_facts(definition, question, scope, since, facts_dir, with_records=with_records)
    if not scope.sees_small and definition.suppresses_small_counts:
        # Two arbitrarily close days would disclose small counts: see ``rules.suppression``.
        before = known_since = after = Value(ValueState.HIDDEN)
        cause_contributions: tuple[Contribution, ...] = ()
        change_counts = [
            replace(change, count=rounded_down_count(change.count, definition.threshold)) for change in change_counts
        ]
    else:
        before, values_by_cause = _values_by_cause(
            definition, question, scope, since, facts_dir, {change.cause for change in change_counts}
        )
        cause_contributions = contributions_by_cause(before, values_by_cause)
        known_since, after = dict(values_by_cause)[FigureChangeCause.LATE], values_by_cause[-1][1]
    changed = [
        ChangeCount(FigureChangeCause.DEFINITION, "", 0, note)
        for on, note in definition.changes
        if since < on <= question.known_on
    ]
    return ChangeExplanation(
        definition.code,
        since,
        question.known_on,
        before,
        known_since,
        after,
        (*changed, *change_counts),
        tuple(records),
        cause_contributions,
    )


def _values_by_cause(
    definition: Indicator,
    question: IndicatorQuestion,
    scope: CountScope,
    since: date,
    facts_dir: Path | None,
    met: AbstractSet[FigureChangeCause],
) -> tuple[Value, list[tuple[FigureChangeCause, Value]]]:
    """The value on the earlier day, then after each cause is applied.

    A cause without facts is not computed separately: its effect goes to the next one. The end of each half is always
    computed, and so are the due dates: the passing of time changes what is due.
    """
    earlier, tables = replace(question, known_on=since), _source_tables(definition, question)
    always = {FigureChangeCause.LATE, FigureChangeCause.DUE, FigureChangeCause.NEW}
    with open_facts(on=since, facts_dir=facts_dir) as connection:
        if question.zone:
            load_zones(connection, kind=question.zone.kind)
        rows_of = _rows_of_zone(connection, definition, question)
        _replace_tables(connection, None, tables, rows_of)
        # A filter by payer reads the lines beside the relations of the measures.
        create_relation_views(connection, {"lines", *(measure.relation for measure in definition.measures)})

        def value(question_then: IndicatorQuestion, known_on: date, state: KnowledgeState | None = None) -> Value:
            _replace_tables(connection, state, tables, rows_of)
            for text in date_statements(on=question_then.known_on, known=end_of_day_utc(known_on)):
                connection.execute(text)
            (answer,) = compute_answers(connection, [definition], question_then, scope, labels={}, facts_dir=facts_dir)
            return answer.total.value

        before = value(earlier, since)
        values_by_cause = [
            (state.cause, value(question if state.is_later else earlier, question.known_on, state))
            for state in knowledge_states(since=since, was_known=end_of_day_utc(since))
            if state.cause in always | met
        ]
    return before, values_by_cause


def _rows_of_zone(
    connection: duckdb.DuckDBPyConnection, definition: Indicator, question: IndicatorQuestion
) -> dict[str, str]:
    """Writes once the rows of a zone, which each state of knowledge reads. Returns their table, by source table.

    Only where the indicator joins nothing: what is joined may be elsewhere.
    """
    relations = {measure.relation for measure in definition.measures}
    if not question.zone or question.where or not relations <= TABLES.keys():
        return {}
    for table in relations:
        connection.execute(f"create or replace temp table zone_{table} as {zone_rows_sql(table, question)}")
    return {table: f"zone_{table}" for table in relations}


def _replace_tables(
    connection: duckdb.DuckDBPyConnection,
    state: KnowledgeState | None,
    tables: Iterable[str],
    rows_of: Mapping[str, str],
) -> None:
    for text in as_of_statements(state, tables, rows_of=rows_of):
        connection.execute(text)


def _source_tables(definition: Indicator, question: IndicatorQuestion) -> dict[str, None]:
    """Tables that the measures read; a filter on what pays for a session also reads the ledger."""
    relations = {measure.relation for measure in definition.measures}
    tables = [table for measure in definition.measures for table in SOURCE_TABLES[measure.relation]]
    if any(is_read_by_line(name, relation) for name, _ in question.where for relation in relations):
        tables += SOURCE_TABLES["lines"]
    return dict.fromkeys(tables)


def _new_facts(
    definition: Indicator,
    question: IndicatorQuestion,
    scope: CountScope,
    since: date,
    facts_dir: Path | None,
    *,
    with_records: bool,
) -> tuple[list[ChangeCount], list[ChangedRecord]]:
    change_counts: list[ChangeCount] = []
    records: list[ChangedRecord] = []
    with open_facts(on=question.known_on, facts_dir=facts_dir) as connection:
        for table in _source_tables(definition, question):
            text = new_rows_sql(
                table, question, scope, since=since, was_known=end_of_day_utc(since),
                is_known=end_of_day_utc(question.known_on),
            )  # fmt: skip
            connection.execute(f"create or replace temp table changed as {text}")
            counts = dict(connection.execute("select cause, count(*) from changed group by 1").fetchall())
            change_counts += [
                ChangeCount(cause, table, counts[cause]) for cause in FigureChangeCause if cause in counts
            ]
            room = _MAX_RECORDS - len(records) if with_records else 0
            rows = connection.execute(f"from changed order by 1, 6, 3 limit {room}").fetchall() if room else []
            records += [
                ChangedRecord(FigureChangeCause(cause), table, fact, journey, session, happened_on, recorded_at)
                for cause, _, fact, journey, session, happened_on, recorded_at in rows
            ]
    return change_counts, records
