"""Runs an example of the catalogue on its own facts, for the tests and the page of an indicator."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache

import duckdb

from pacte.indicators.facts.examples import example_rows_by_table
from pacte.indicators.facts.tables import STORED_COLUMNS
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.store import RelationsDatabase, end_of_day_utc
from pacte.indicators.records import CountScope, Indicator, IndicatorExample, IndicatorQuestion, Value
from pacte.indicators.records.definition import ExampleRows

UNLIMITED_SCOPE = CountScope(everything=True, sees_small=True, sees_protected=True, sees_subjects=True)
_ALWAYS = date(2000, 1, 1)


@contextmanager
def open_example(facts: Mapping[str, ExampleRows], *, on: date) -> Iterator[duckdb.DuckDBPyConnection]:
    """The relations over a few rows given in Python, which nobody else sees and which end with the connection."""
    with _example_database(os.getpid()).connection(on=on, known=end_of_day_utc(on)) as connection:
        connection.begin()
        for table, rows in example_rows_by_table(facts).items():
            marks = ", ".join("?" for _ in rows[0])
            values = [list(row.values()) for row in rows]
            connection.executemany(f"insert into raw_{table} values ({marks})", values)
        yield connection
        connection.rollback()


@lru_cache(maxsize=1)
def _example_database(process: int) -> RelationsDatabase:
    """Empty tables and the relations on them. ``process``: a database is not shared across a fork."""
    examples = RelationsDatabase()
    for table, types in STORED_COLUMNS.items():
        columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
        examples.database.execute(f"create table raw_{table} ({columns})")
    examples.create_relations()
    return examples


def example_value(indicator: Indicator, example: IndicatorExample) -> Value:
    with open_example(example.facts, on=example.on) as connection:
        question = IndicatorQuestion(first=_ALWAYS, last=example.on, known_on=example.on, codes=(indicator.code,))
        (answer,) = compute_answers(connection, [indicator], question, UNLIMITED_SCOPE, labels={})
    return answer.total.value
