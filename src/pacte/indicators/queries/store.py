"""The facts store on disk, and a DuckDB connection on it as of a day of reference and a day of knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import duckdb
from django.conf import settings

from pacte.indicators.facts.relations import RELATIONS
from pacte.indicators.facts.statements import dated
from pacte.indicators.facts.tables import REPLACED, TABLES
from pacte.indicators.records.manifest import SHAPE, Manifest
from pacte.kernel.clock import PARIS
from pacte.kernel.errors import Conflict

MANIFEST = "manifest.json"


def folder() -> Path:
    return Path(settings.FACTS_FOLDER)


def manifest(place: Path | None = None) -> Manifest:
    """Manifest of the last refresh; an empty one before the first, or after a change of the table schemas."""
    path = (place or folder()) / MANIFEST
    if not path.exists():
        return Manifest()
    found = Manifest.from_json(path.read_text(encoding="utf-8"))
    return found if found.shape == SHAPE else Manifest()


def facts_until(day: date, place: Path | None = None) -> date | None:
    """Day of the last refresh, when it ran before the end of that day: facts recorded since are not counted."""
    told = manifest(place).built_at
    built_at = datetime.fromisoformat(told) if told else None
    if built_at is None or built_at.astimezone(UTC).replace(tzinfo=None) >= known_until(day):
        return None
    return built_at.astimezone(PARIS).date()


def known_until(day: date) -> datetime:
    """End of that day in Paris, as a naive UTC datetime: nothing recorded later is known."""
    end = datetime.combine(day + timedelta(days=1), time(), PARIS)
    return end.astimezone(UTC).replace(tzinfo=None)


@contextmanager
def opened(
    *, on: date, known_on: date | None = None, place: Path | None = None, threads: int = 0
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The relations of the catalogue as of the day ``on``, as known at the end of ``known_on`` (same day by default).

    Raises ``Conflict`` (``no_facts``) before the first refresh.
    """
    held = manifest(place)
    if not held.built_at:
        raise Conflict("no_facts", "Les faits ne sont pas encore préparés.", hint="Lancez « ./pacte facts refresh ».")
    base = place or folder()
    with duckdb.connect() as connection:
        if threads:
            connection.execute(f"set threads = {threads}")
        connection.execute("set TimeZone = 'UTC'")
        for table, columns in {**{name: each.columns for name, each in TABLES.items()}, "replaced": REPLACED}.items():
            open_table(connection, table, columns, [base / name for name in held.files(table)])
        open_relations(connection, on=on, known=known_until(known_on or on))
        yield connection


def open_table(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], files: Iterable[Path]
) -> None:
    """Creates the view ``raw_…`` over the files of a table, or an empty one."""
    paths = [str(path).replace("'", "''") for path in files]
    if paths:
        listed = ", ".join(f"'{path}'" for path in paths)
        connection.execute(f"create or replace temp view raw_{table} as select * from read_parquet([{listed}])")
    else:
        told = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns.items())
        connection.execute(f"create or replace temp view raw_{table} as select {told} where false")


def open_relations(connection: duckdb.DuckDBPyConnection, *, on: date, known: datetime) -> None:
    for name, text in RELATIONS.items():
        connection.execute(f"create or replace temp view {name} as {dated(text, on=on, known=known)}")
