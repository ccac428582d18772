"""The catalogue on Spark, over the same Parquet facts, beyond the size of one machine (optional extra ``spark``).

Imported explicitly where PySpark is installed; no other module needs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from pyspark.sql import SparkSession

from pacte.indicators.facts.query_builder import bind_dates, scan_sql
from pacte.indicators.facts.relations import RELATIONS
from pacte.indicators.facts.spark_sql import to_spark_sql
from pacte.indicators.facts.tables import STORED_COLUMNS
from pacte.indicators.queries.aggregation import scans_of
from pacte.indicators.queries.store import end_of_day_utc, read_manifest
from pacte.indicators.records import CountScope, Indicator, IndicatorQuestion, Measure, TerritoryRule

_TYPES = {"VARCHAR": "STRING", "TIMESTAMP": "TIMESTAMP_NTZ", "INTEGER": "INT"}
Cell = tuple[str, ...] | None


def create_spark_views(
    spark: SparkSession, *, on: date, facts_dir: Path, zones: Mapping[str, str] | None = None
) -> None:
    """The relations as temporary views, as known at the end of the day. ``zones``: by commune."""
    facts_manifest, known = read_manifest(facts_dir), end_of_day_utc(on)
    for table, columns in STORED_COLUMNS.items():
        files = [str(facts_dir / name) for name in facts_manifest.files(table)]
        schema = ", ".join(f"{name} {_TYPES.get(kind, kind)}" for name, kind in columns.items())
        rows = spark.read.parquet(*files) if files else spark.createDataFrame([], schema)
        rows.createOrReplaceTempView(f"raw_{table}")
    ranks = {zone: rank for rank, zone in enumerate(sorted(set((zones or {}).values())), 1)}
    pairs = [(commune, zone, ranks[zone]) for commune, zone in (zones or {}).items()]
    spark.createDataFrame(pairs, "commune STRING, zone STRING, rank INT").createOrReplaceTempView("zones")
    for name, text in RELATIONS.items():
        spark.sql(f"create or replace temporary view {name} as {to_spark_sql(bind_dates(text, on=on, known=known))}")


def compute_spark_aggregates(
    spark: SparkSession, indicators: Sequence[Indicator], question: IndicatorQuestion, scope: CountScope
) -> dict[tuple[Measure, TerritoryRule, date | None, Cell], float | None]:
    """The same aggregates as with DuckDB (``queries.computed_answers``), cell by cell; the total under None."""
    cell_values: dict[tuple[Measure, TerritoryRule, date | None, Cell], float | None] = {}
    width = len(question.by)
    for scan, since in scans_of(indicators, question):
        text = scan_sql(scan, question, scope, by=question.by, since=since, read_from=scan.relation)
        for row in spark.sql(to_spark_sql(text)).collect():
            cell = None if row[0] else tuple(str(key) for key in row[1 : 1 + width])
            for rank, measure in enumerate(scan.measures):
                value = row[1 + width + rank]
                cell_values[measure, scan.territory, since, cell] = None if value is None else float(value)
    return cell_values
