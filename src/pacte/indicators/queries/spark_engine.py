"""The catalogue on Spark, over the same Parquet facts, beyond the size of one machine (optional extra ``spark``).

Imported explicitly where PySpark is installed; no other module needs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from pyspark.sql import SparkSession

from pacte.indicators.facts.relations import RELATIONS
from pacte.indicators.facts.spark import spark_text
from pacte.indicators.facts.statements import dated, statement
from pacte.indicators.facts.tables import REPLACED, TABLES
from pacte.indicators.queries.counting import passes
from pacte.indicators.queries.store import known_until, manifest
from pacte.indicators.records import Indicator, Measure, Question, Reach, TerritoryRule

_TYPES = {"VARCHAR": "STRING", "TIMESTAMP": "TIMESTAMP_NTZ", "INTEGER": "INT"}
Cell = tuple[str, ...] | None


def open_relations(spark: SparkSession, *, on: date, place: Path, zones: Mapping[str, str] | None = None) -> None:
    """The relations as temporary views, as known at the end of the day. ``zones``: by commune."""
    held, known = manifest(place), known_until(on)
    for table, columns in {**{name: each.columns for name, each in TABLES.items()}, "replaced": REPLACED}.items():
        files = [str(place / name) for name in held.files(table)]
        schema = ", ".join(f"{name} {_TYPES.get(kind, kind)}" for name, kind in columns.items())
        rows = spark.read.parquet(*files) if files else spark.createDataFrame([], schema)
        rows.createOrReplaceTempView(f"raw_{table}")
    ranks = {zone: rank for rank, zone in enumerate(sorted(set((zones or {}).values())), 1)}
    pairs = [(commune, zone, ranks[zone]) for commune, zone in (zones or {}).items()]
    spark.createDataFrame(pairs, "commune STRING, zone STRING, rank INT").createOrReplaceTempView("zones")
    for name, text in RELATIONS.items():
        spark.sql(f"create or replace temporary view {name} as {spark_text(dated(text, on=on, known=known))}")


def aggregates(
    spark: SparkSession, asked: Sequence[Indicator], question: Question, reach: Reach
) -> dict[tuple[Measure, TerritoryRule, date | None, Cell], float | None]:
    """The same aggregates as with DuckDB (``queries.computed_answers``), cell by cell; the total under None."""
    found: dict[tuple[Measure, TerritoryRule, date | None, Cell], float | None] = {}
    width = len(question.by)
    for one, since in passes(asked, question):
        text = statement(one, question, reach, by=question.by, since=since, read=one.relation)
        for row in spark.sql(spark_text(text)).collect():
            cell = None if row[0] else tuple(str(key) for key in row[1 : 1 + width])
            for rank, measure in enumerate(one.measures):
                value = row[1 + width + rank]
                found[measure, one.territory, since, cell] = None if value is None else float(value)
    return found
