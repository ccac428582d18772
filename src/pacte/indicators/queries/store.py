"""The facts store on disk, and a DuckDB connection on it as of a day of reference and a day of knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import duckdb
from django.conf import settings

from pacte.indicators.facts.query_builder import bind_dates
from pacte.indicators.facts.relations import RELATIONS
from pacte.indicators.facts.tables import REPLACED_COLUMNS, TABLES
from pacte.indicators.records.manifest import SCHEMA_VERSION, FactsManifest
from pacte.kernel.clock import PARIS
from pacte.kernel.errors import Conflict

MANIFEST = "manifest.json"


def default_facts_dir() -> Path:
    return Path(settings.FACTS_FOLDER)


def read_manifest(facts_dir: Path | None = None) -> FactsManifest:
    """Manifest of the last refresh; an empty one before the first, or after a change of the table schemas."""
    path = (facts_dir or default_facts_dir()) / MANIFEST
    if not path.exists():
        return FactsManifest()
    facts_manifest = FactsManifest.from_json(path.read_text(encoding="utf-8"))
    return facts_manifest if facts_manifest.shape == SCHEMA_VERSION else FactsManifest()


def refresh_day_before(day: date, facts_dir: Path | None = None) -> date | None:
    """Day of the last refresh, when it ran before the end of that day: facts recorded since are not counted."""
    timestamp = read_manifest(facts_dir).built_at
    built_at = datetime.fromisoformat(timestamp) if timestamp else None
    if built_at is None or built_at.astimezone(UTC).replace(tzinfo=None) >= end_of_day_utc(day):
        return None
    return built_at.astimezone(PARIS).date()


def end_of_day_utc(day: date) -> datetime:
    """End of that day in Paris, as a naive UTC datetime: nothing recorded later is known."""
    end = datetime.combine(day + timedelta(days=1), time(), PARIS)
    return end.astimezone(UTC).replace(tzinfo=None)


@contextmanager
def open_facts(
    *, on: date, known_on: date | None = None, facts_dir: Path | None = None, threads: int = 0
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The relations of the catalogue as of the day ``on``, as known at the end of ``known_on`` (same day by default).

    Raises ``Conflict`` (``no_facts``) before the first refresh.
    """
    facts_manifest = read_manifest(facts_dir)
    if not facts_manifest.built_at:
        raise Conflict("no_facts", "Les faits ne sont pas encore préparés.", hint="Lancez « ./pacte facts refresh ».")
    base = facts_dir or default_facts_dir()
    with duckdb.connect() as connection:
        if threads:
            connection.execute(f"set threads = {threads}")
        connection.execute("set TimeZone = 'UTC'")
        for table, columns in {
            **{name: each.columns for name, each in TABLES.items()},
            "replaced": REPLACED_COLUMNS,
        }.items():
            create_raw_view(connection, table, columns, [base / name for name in facts_manifest.files(table)])
        create_relation_views(connection, on=on, known=end_of_day_utc(known_on or on))
        yield connection


def create_raw_view(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], files: Iterable[Path]
) -> None:
    """Creates the view ``raw_…`` over the files of a table, or an empty one."""
    paths = [str(path).replace("'", "''") for path in files]
    if paths:
        listed = ", ".join(f"'{path}'" for path in paths)
        connection.execute(f"create or replace temp view raw_{table} as select * from read_parquet([{listed}])")
    else:
        null_columns = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns.items())
        connection.execute(f"create or replace temp view raw_{table} as select {null_columns} where false")


def create_relation_views(connection: duckdb.DuckDBPyConnection, *, on: date, known: datetime) -> None:
    for name, text in RELATIONS.items():
        connection.execute(f"create or replace temp view {name} as {bind_dates(text, on=on, known=known)}")
