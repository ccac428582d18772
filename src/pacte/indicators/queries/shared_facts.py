"""The facts as one page reads them: a connection for several questions about one scope, and their common rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Self

import duckdb

from pacte.indicators.facts.dimensions import ZONE
from pacte.indicators.facts.lineage import (
    OF_ITS_SESSIONS,
    ROW_TABLES,
    as_of_statements,
    session_rows_sql,
    zone_rows_sql,
    zone_tables,
)
from pacte.indicators.facts.relations import RELATIONS, required_relations
from pacte.indicators.queries.aggregation import FinerCells, RelationCopies, SharedScans
from pacte.indicators.queries.store import create_relation_views, open_facts
from pacte.indicators.queries.zones import load_zones
from pacte.indicators.records import CountScope, Indicator, IndicatorQuestion
from pacte.reference.queries import territory_editions

_WORD = re.compile(r"\w+")


class SharedFacts:
    """What questions that differ by their period and splits only read together.

    Opened when the first of them has to be computed: most are in a cache. ``finer``: the cells counted so far.
    """

    def __init__(self, questions: Sequence[IndicatorQuestion], facts_dir: Path | None) -> None:
        self._questions, self._facts_dir, self._closing = questions, facts_dir, ExitStack()
        self._zone_kind = ""
        self._statements: dict[str, str] = {}
        self.rows_of: dict[str, str] = {}
        self.finer = FinerCells()
        self._copies: RelationCopies | None = None
        self._zone_rows: Mapping[str, str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._closing.close()

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        return self._closing.enter_context(open_facts(on=self._questions[0].known_on, facts_dir=self._facts_dir))

    @cached_property
    def territory_edition(self) -> int:
        return max(territory_editions(), default=0)

    def load_zones(self, question: IndicatorQuestion) -> None:
        """Gives the connection the « zones » of the question, if it has any."""
        # A single zone is a row of the table of its own kind: see ``rules.suppression``.
        alone = None if ZONE in question.by else question.zone
        kind = alone.kind if alone else question.zone_kind
        if (question.zone or ZONE in question.by) and kind != self._zone_kind:
            load_zones(self.connection, kind=kind)
            self._zone_kind = kind

    def for_question(
        self, indicators: Sequence[Indicator], question: IndicatorQuestion, scope: CountScope
    ) -> tuple[IndicatorQuestion, RelationCopies]:
        """One of the questions as the connection answers it, and the relations written once for several of them."""
        if len(self._questions) > 1 and self.zone_rows(indicators, scope):
            # The connection reads nothing else any more.
            return replace(question, zone=None), {}
        if self._copies is None:
            self._copies = SharedScans(indicators, self._questions, scope).copy(self.connection)
        return question, self._copies

    def zone_rows(self, indicators: Sequence[Indicator], scope: CountScope) -> Mapping[str, str]:
        """Restricts the connection to the rows of the zone, whatever is known of them. Their tables, by source table.

        ``rows_of`` has those of what they look up besides.

        Empty, and nothing restricted, for several indicators or where rows are joined that may be elsewhere. Nor for
        readers without small counts: what is hidden from them depends on the other zones.
        """
        if self._zone_rows is None:
            self._zone_rows = self._write_zone_rows(indicators, scope)
        return self._zone_rows

    def _write_zone_rows(self, indicators: Sequence[Indicator], scope: CountScope) -> Mapping[str, str]:
        first, question = indicators[0], self._questions[0]
        relations = {measure.relation for measure in first.measures}
        own_tables = zone_tables(relations) if len(indicators) == 1 else ()
        if not own_tables or not question.zone or question.where or not scope.sees_small:
            return {}
        question = replace(question, territory=question.territory or first.territory)
        everywhere = [replace(each, zone=None) for each in self._questions]
        scans = SharedScans(indicators, everywhere, scope, written_for=scope)
        texts = [*chain(*scans.texts.values()), *(RELATIONS[each] for each in relations)]
        columns = set(_WORD.findall(" ".join(texts)))
        tables = {table: f"zone_{table}" for table in own_tables}
        for table, name in tables.items():
            rows = zone_rows_sql(table, question, columns)
            self.connection.execute(f"create or replace temp table {name} as {rows}")
        self._write_session_rows(relations, tables)
        self.execute(as_of_statements(None, self.rows_of, rows_of=self.rows_of))
        create_relation_views(self.connection, relations)
        return tables

    def _write_session_rows(self, relations: Iterable[str], tables: Mapping[str, str]) -> None:
        """What these relations look up about the sessions of the zone."""
        self.rows_of = dict(tables)
        words = set(_WORD.findall(" ".join(RELATIONS[each] for each in required_relations(relations))))
        for relation in relations:
            for table in OF_ITS_SESSIONS.get(relation, ()):
                rows = session_rows_sql(table, tables[ROW_TABLES[relation]], words)
                self.connection.execute(f"create or replace temp table sessions_{table} as {rows}")
                self.rows_of[table] = f"sessions_{table}"

    def execute(self, statements: Iterable[str]) -> None:
        """Views and variables of the connection, in one call: those that it does not have yet."""
        changed = [each for each in statements if self._statements.get(_subject(each)) != each]
        self._statements |= {_subject(each): each for each in changed}
        if changed:
            self.connection.execute("; ".join(changed))


def _subject(statement: str) -> str:
    """« create or replace temp view raw_ends », « set variable known_until »."""
    return statement.partition(" as " if statement.startswith("create") else " = ")[0]
