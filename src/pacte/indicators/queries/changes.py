"""« Pourquoi ça a changé » between two days: itemised by cause, with the records for readers who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from pacte.indicators.facts.lineage import (
    SOURCE_TABLES,
    KnowledgeState,
    as_of_statements,
    knowledge_states,
    new_rows_sql,
)
from pacte.indicators.facts.order_lines import is_read_by_line
from pacte.indicators.facts.query_builder import date_statements
from pacte.indicators.permissions import count_scope_of, may
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.shared_facts import SharedFacts
from pacte.indicators.queries.store import create_relation_views, end_of_day_utc, read_manifest
from pacte.indicators.records import CountScope, Indicator, IndicatorQuestion, Value, ValueState
from pacte.indicators.records.changes import (
    ChangeCount,
    ChangedRecord,
    ChangeExplanation,
    Contribution,
    FigureChangeCause,
)
from pacte.indicators.rules.contributions import contributions_by_cause, rounded_down_count
from pacte.infra.versioned_cache import CacheKey, VersionedCache
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ValidationError

_CACHE = VersionedCache("indicators.explanations", maxsize=128)
_MAX_RECORDS = 500


def explain_change(
    *,
    actor: Actor,
    host_id: int,
    code: str,
    question: IndicatorQuestion,
    since: date,
    facts_dir: Path | None = None,
    shared: SharedFacts | None = None,
    after: Value | None = None,
) -> ChangeExplanation:
    """From the end of ``since`` to the end of ``question.known_on``.

    ``shared``: facts opened for the answers to this question, read here last. ``after``: its value, when it is known.

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
    key = CacheKey(read_manifest(facts_dir).digest, (scope, with_records), (question, since, facts_dir))
    return _CACHE.get(
        key,
        lambda: compute_explanation(
            question, scope, since, facts_dir=facts_dir, with_records=with_records, shared=shared, after=after
        ),
    )


def compute_explanation(
    question: IndicatorQuestion,
    scope: CountScope,
    since: date,
    *,
    facts_dir: Path | None = None,
    with_records: bool = False,
    shared: SharedFacts | None = None,
    after: Value | None = None,
) -> ChangeExplanation:
    """Explanation for the one indicator of the question, in a given scope. ``with_records``: includes the records."""
    definition = indicator(question.codes[0])
    with SharedFacts([question], facts_dir) as alone:
        facts = shared or alone
        zone_rows, tables = facts.zone_rows([definition], scope), _source_tables(definition, question)
        # No row of these tables is elsewhere.
        here = replace(question, zone=None) if zone_rows else question
        sources = {table: (here, zone_rows[table]) if table in zone_rows else (question, "") for table in tables}
        change_counts, records = _new_facts(facts.connection, sources, scope, since, with_records=with_records)
        is_masked = not scope.sees_small and definition.suppresses_small_counts
        before, values_by_cause = Value(ValueState.HIDDEN), list[tuple[FigureChangeCause, Value]]()
        if not is_masked:
            met = {change.cause for change in change_counts}
            before, values_by_cause = _values_by_cause(facts, definition, here, scope, since, met, after, facts_dir)
    if is_masked:
        # Two arbitrarily close days would disclose small counts: see ``rules.suppression``.
        known_since = after = before
        cause_contributions: tuple[Contribution, ...] = ()
        change_counts = [
            replace(change, count=rounded_down_count(change.count, definition.threshold)) for change in change_counts
        ]
    else:
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
    facts: SharedFacts,
    definition: Indicator,
    question: IndicatorQuestion,
    scope: CountScope,
    since: date,
    met: AbstractSet[FigureChangeCause],
    after: Value | None,
    facts_dir: Path | None,
) -> tuple[Value, list[tuple[FigureChangeCause, Value]]]:
    """The value on the earlier day, then after each cause is applied.

    A cause without facts is not computed separately: its effect goes to the next one. The end of each half is always
    computed, and so are the due dates: the passing of time changes what is due.
    """
    earlier, tables = replace(question, known_on=since), _source_tables(definition, question)
    always = {FigureChangeCause.LATE, FigureChangeCause.DUE, FigureChangeCause.NEW}
    facts.load_zones(question)
    if tables.keys() - facts.rows_of.keys():
        facts.execute(as_of_statements(None, tables, rows_of=facts.rows_of))
        relations = {measure.relation for measure in definition.measures}
        # A filter by payer reads the lines beside the relations of the measures.
        create_relation_views(facts.connection, relations | {"lines"} if question.where else relations)

    def value(question_then: IndicatorQuestion, known_on: date, state: KnowledgeState | None = None) -> Value:
        dates = date_statements(on=question_then.known_on, known=end_of_day_utc(known_on))
        facts.execute([*as_of_statements(state, tables, rows_of=facts.rows_of), *dates])
        (answer,) = compute_answers(
            facts.connection, [definition], question_then, scope, labels={}, facts_dir=facts_dir
        )
        return answer.total.value

    def value_in(state: KnowledgeState) -> Value:
        if after is not None and state.cause is FigureChangeCause.NEW:
            return after
        return value(question if state.is_later else earlier, question.known_on, state)

    states = knowledge_states(since=since, was_known=end_of_day_utc(since))
    return value(earlier, since), [(state.cause, value_in(state)) for state in states if state.cause in always | met]


def _source_tables(definition: Indicator, question: IndicatorQuestion) -> dict[str, None]:
    """Tables that the measures read; a filter on what pays for a session also reads the ledger."""
    relations = {measure.relation for measure in definition.measures}
    tables = [table for measure in definition.measures for table in SOURCE_TABLES[measure.relation]]
    if any(is_read_by_line(name, relation) for name, _ in question.where for relation in relations):
        tables += SOURCE_TABLES["lines"]
    return dict.fromkeys(tables)


def _new_facts(
    connection: duckdb.DuckDBPyConnection,
    sources: Mapping[str, tuple[IndicatorQuestion, str]],
    scope: CountScope,
    since: date,
    *,
    with_records: bool,
) -> tuple[list[ChangeCount], list[ChangedRecord]]:
    """``sources``: by table, the question whose zone and filters its rows still have to meet, and where they are."""
    change_counts: list[ChangeCount] = []
    records: list[ChangedRecord] = []
    for table, (question, rows_of_table) in sources.items():
        text = new_rows_sql(
            table, question, scope, since=since, was_known=end_of_day_utc(since),
            is_known=end_of_day_utc(question.known_on), rows=rows_of_table,
        )  # fmt: skip
        connection.execute(f"create or replace temp table changed as {text}")
        counts = dict(connection.execute("select cause, count(*) from changed group by 1").fetchall())
        change_counts += [ChangeCount(cause, table, counts[cause]) for cause in FigureChangeCause if cause in counts]
        room = _MAX_RECORDS - len(records) if with_records else 0
        rows = connection.execute(f"from changed order by 1, 6, 3 limit {room}").fetchall() if room else []
        records += [
            ChangedRecord(FigureChangeCause(cause), table, fact, journey, session, happened_on, recorded_at)
            for cause, _, fact, journey, session, happened_on, recorded_at in rows
        ]
    return change_counts, records
