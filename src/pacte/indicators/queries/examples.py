"""Runs an example of the catalogue on its own facts, for the tests and the page of an indicator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb

from pacte.indicators.facts.examples import example_rows_by_table
from pacte.indicators.facts.tables import REPLACED_COLUMNS, TABLES
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.store import create_raw_view, create_relation_views, end_of_day_utc
from pacte.indicators.records import CountScope, Indicator, IndicatorExample, IndicatorQuestion, Value
from pacte.indicators.records.definition import ExampleRows

UNLIMITED_SCOPE = CountScope(everything=True, sees_small=True, sees_protected=True, sees_subjects=True)
_ALWAYS = date(2000, 1, 1)


def load_example_rows(connection: duckdb.DuckDBPyConnection, facts: Mapping[str, ExampleRows], *, on: date) -> None:
    """Creates the relations over a few rows given in Python."""
    by_table = example_rows_by_table({name: rows for name, rows in facts.items() if name != "replaced"})
    for name, table in TABLES.items():
        columns = ", ".join(f"{column} {kind}" for column, kind in table.columns.items())
        connection.execute(f"create or replace temp table given_{name} ({columns})")
        for row in by_table.get(name, []):
            marks = ", ".join("?" for _ in row)
            connection.execute(f"insert into given_{name} values ({marks})", list(row.values()))
        connection.execute(f"create or replace temp view raw_{name} as select * from given_{name}")
    create_raw_view(connection, "replaced", REPLACED_COLUMNS, [])
    if "replaced" in facts:
        rows = ", ".join(f"({each['row']}, timestamp '{each['replaced_at']}', null)" for each in facts["replaced"])
        connection.execute(
            f"create or replace temp view raw_replaced as select * from (values {rows}) t(row, replaced_at, by_row)"
        )
    create_relation_views(connection, on=on, known=end_of_day_utc(on))


def example_value(indicator: Indicator, example: IndicatorExample) -> Value:
    with duckdb.connect() as connection:
        load_example_rows(connection, example.facts, on=example.on)
        question = IndicatorQuestion(first=_ALWAYS, last=example.on, known_on=example.on, codes=(indicator.code,))
        (answer,) = compute_answers(connection, [indicator], question, UNLIMITED_SCOPE, labels={})
    return answer.total.value
