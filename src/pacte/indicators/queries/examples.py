"""Runs an example of the catalogue on its own facts, for the tests and the page of an indicator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb

from pacte.indicators.facts.examples import rows_of
from pacte.indicators.facts.tables import REPLACED, TABLES
from pacte.indicators.queries.asking import ask
from pacte.indicators.queries.store import known_until, open_relations, open_table
from pacte.indicators.records import Example, Indicator, Question, Reach, Value
from pacte.indicators.records.definition import Rows

EVERYTHING = Reach(everything=True, sees_small=True, sees_protected=True, sees_subjects=True)
_ALWAYS = date(2000, 1, 1)


def open_rows(connection: duckdb.DuckDBPyConnection, facts: Mapping[str, Rows], *, on: date) -> None:
    """Creates the relations over a few rows given in Python."""
    given = rows_of({name: rows for name, rows in facts.items() if name != "replaced"})
    for name, table in TABLES.items():
        told = ", ".join(f"{column} {kind}" for column, kind in table.columns.items())
        connection.execute(f"create or replace temp table given_{name} ({told})")
        for row in given.get(name, []):
            marks = ", ".join("?" for _ in row)
            connection.execute(f"insert into given_{name} values ({marks})", list(row.values()))
        connection.execute(f"create or replace temp view raw_{name} as select * from given_{name}")
    open_table(connection, "replaced", REPLACED, [])
    if "replaced" in facts:
        rows = ", ".join(f"({each['row']}, timestamp '{each['replaced_at']}', null)" for each in facts["replaced"])
        connection.execute(
            f"create or replace temp view raw_replaced as select * from (values {rows}) t(row, replaced_at, by_row)"
        )
    open_relations(connection, on=on, known=known_until(on))


def value_of_example(indicator: Indicator, example: Example) -> Value:
    with duckdb.connect() as connection:
        open_rows(connection, example.facts, on=example.on)
        question = Question(first=_ALWAYS, last=example.on, known_on=example.on, codes=(indicator.code,))
        (answer,) = ask(connection, [indicator], question, EVERYTHING, labels={})
    return answer.whole.value
