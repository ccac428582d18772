"""The facts store on disk, and a DuckDB connection on it as of a day of reference and a day of knowledge."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

import duckdb
from django.conf import settings

from pacte.indicators.facts.query_builder import bind_variables, date_statements
from pacte.indicators.facts.relations import RELATIONS, required_relations
from pacte.indicators.facts.tables import STORED_COLUMNS
from pacte.indicators.records.manifest import SCHEMA_VERSION, FactFile, FactsManifest
from pacte.kernel.clock import PARIS, paris_date
from pacte.kernel.errors import Conflict

MANIFEST = "manifest.json"
# The facts of now, and those before while a page still reads them.
_DATABASES = 2


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
    return paris_date(built_at)


def end_of_day_utc(day: date) -> datetime:
    """End of that day in Paris, as a naive UTC datetime: nothing recorded later is known."""
    end = datetime.combine(day + timedelta(days=1), time(), PARIS)
    return end.astimezone(UTC).replace(tzinfo=None)


@contextmanager
def open_facts(
    *, on: date, known_on: date | None = None, facts_dir: Path | None = None, threads: int = 0
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The relations of the catalogue as of the day ``on``, as known at the end of ``known_on`` (same day by default).

    Their views are shared: what a reader makes or changes must be temporary, so of its own connection. Only zones are
    written for all (``queries.zones``).

    Raises ``Conflict`` (``no_facts``) before the first refresh.
    """
    facts_manifest = read_manifest(facts_dir)
    if not facts_manifest.built_at:
        raise Conflict("no_facts", "Les faits ne sont pas encore préparés.", hint="Lancez « ./pacte facts refresh ».")
    facts = _facts_database(facts_dir or default_facts_dir(), facts_manifest.parts, threads, os.getpid())
    with facts.connection(on=on, known=end_of_day_utc(known_on or on)) as connection:
        yield connection


class RelationsDatabase:
    """A database in memory whose relations serve many readers: the dates are variables of each connection."""

    def __init__(self, *, threads: int = 0) -> None:
        self.database = duckdb.connect()
        # A file is rewritten to forget somebody: nothing of it stays in memory.
        self.database.execute("set enable_external_file_cache = false")
        if threads:
            self.database.execute(f"set threads = {threads}")

    def create_relations(self) -> None:
        """Over the ``raw_…`` of this database, which must be there."""
        # A view takes its types from the values of the variables.
        for text in date_statements(on=date.min, known=end_of_day_utc(date.min)):
            self.database.execute(text)
        for name, text in RELATIONS.items():
            self.database.execute(f"create view {name} as {bind_variables(text)}")

    @contextmanager
    def connection(self, *, on: date, known: datetime) -> Iterator[duckdb.DuckDBPyConnection]:
        """What is made in it, if temporary or rolled back, is its own."""
        with self.database.cursor() as connection:
            connection.execute("; ".join(date_statements(on=on, known=known)))
            yield connection


@lru_cache(maxsize=_DATABASES)
def _facts_database(base: Path, parts: tuple[FactFile, ...], threads: int, process: int) -> RelationsDatabase:
    """Kept, because making the views takes longer than most questions. ``process``: never shared across a fork."""
    facts = RelationsDatabase(threads=threads)
    for table, columns in STORED_COLUMNS.items():
        files = [base / each.file for each in parts if each.table == table]
        create_raw_view(facts.database, table, columns, files)
    facts.create_relations()
    return facts


def create_raw_view(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], files: Iterable[Path]
) -> None:
    """Creates the view ``raw_…`` over the files of a table, or an empty one."""
    paths = [str(path).replace("'", "''") for path in files]
    if paths:
        listed = ", ".join(f"'{path}'" for path in paths)
        connection.execute(f"create or replace view raw_{table} as select * from read_parquet([{listed}])")
    else:
        null_columns = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns.items())
        connection.execute(f"create or replace view raw_{table} as select {null_columns} where false")


def create_relation_views(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Creates these relations for this connection only, with those that they read, over its own temporary ``raw_…``.

    They follow its dates (``date_statements``), and its ``raw_…`` when these are replaced.
    """
    for name in required_relations(names):
        connection.execute(f"create or replace temp view {name} as {bind_variables(RELATIONS[name])}")
