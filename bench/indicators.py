"""Benchmarks the catalog on millions of invented entries, against plain SQL on PostgreSQL and handwritten DuckDB."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from django.db import connections

from bench.baselines.handwritten_sql import ASKED, BY_HAND, queries
from bench.invented.facts import DEPARTMENTS, write_facts
from bench.measuring.temporary_database import temporary_database
from pacte.cli.progress import ProgressBar
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.queries import indicators
from pacte.indicators.queries.aggregation import refusal_reason
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.examples import UNLIMITED_SCOPE
from pacte.indicators.queries.store import end_of_day_utc, open_facts
from pacte.indicators.queries.zones import fill_zones
from pacte.indicators.records import Indicator, IndicatorKind, IndicatorQuestion
from pacte.kernel.french import format_number
from pacte.workflows.prepare_database import OWNER

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Mesure le catalogue sur des millions d’entrées inventées, face à du SQL écrit à la main."
EXAMPLE = "./pacte bench indicators --entries 10000000"
NEEDS = "database"
INSTANCE = "bench"
MIN_SPEEDUP, MAX_SLOWDOWN = 4.0, 1.3
_KNOWN_ON = date(2023, 6, 30)
_QUESTION = IndicatorQuestion(date(2018, 1, 1), date(2023, 6, 30), _KNOWN_ON, by=("zone", "month"))


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entries", type=int, default=10_000_000, metavar="N", help="entrées inventées (10 000 000)")
    parser.add_argument(
        "--postgres-entries", type=int, metavar="N",
        help="entrées de la comparaison avec PostgreSQL, qui est longue : autant que le reste, ou moins, ou 0",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="sans effet : la dernière ligne est toujours en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    computed_indicators = [each for each in indicators().values() if each.kind is IndicatorKind.COMPUTED]
    answerable = [each for each in computed_indicators if not refusal_reason(each, _QUESTION, UNLIMITED_SCOPE)]
    same = [indicators()[code] for code in ASKED]
    with tempfile.TemporaryDirectory(prefix="pacte-bench-") as folder:
        place = Path(folder) / "facts"
        _generate_facts(place, options.entries)
        catalogue_seconds = _seconds_of(lambda: _query_catalogue(place, answerable))
        ours_seconds = _seconds_of(lambda: _query_catalogue(place, same))
        by_hand_seconds = _seconds_of(lambda: _query_by_hand(place))
        summary: dict[str, object] = {
            "entries": options.entries,
            "indicators": len(answerable),
            "same_indicators": len(BY_HAND),
            "whole_seconds": round(catalogue_seconds, 2),
            "whole_per_indicator": round(catalogue_seconds / len(answerable), 3),
            "ours_seconds": round(ours_seconds, 2),
            "by_hand_seconds": round(by_hand_seconds, 2),
            "by_hand_per_indicator": round(by_hand_seconds / len(BY_HAND), 3),
            "slower_than_by_hand_same": round(ours_seconds / by_hand_seconds, 2),
            "slower_than_by_hand_whole_per_indicator": round(
                catalogue_seconds / len(answerable) / (by_hand_seconds / len(BY_HAND)), 2
            ),
        }
        fewer = options.entries if options.postgres_entries is None else min(options.postgres_entries, options.entries)
        if fewer:
            summary |= _compare_with_postgres(
                place if fewer == options.entries else Path(folder) / "fewer", fewer, same
            )
        else:
            summary["postgres"] = "not measured"
    print(
        f"Catalogue entier : {format_number(catalogue_seconds, 1)} s pour {len(answerable)} indicateurs, un "
        f"fil, à froid."
    )
    ratio = format_number(ours_seconds / by_hand_seconds, 2)
    print(
        f"Les mêmes vingt : {format_number(ours_seconds, 2)} s ; à la main : "
        f"{format_number(by_hand_seconds, 2)} s ; rapport {ratio}."
    )
    print(json.dumps(summary | {"at_least": MIN_SPEEDUP, "at_most": MAX_SLOWDOWN}, ensure_ascii=False))
    return 0


def _generate_facts(place: Path, entries: int) -> None:
    bar = ProgressBar("Faits inventés", entries * 5, "M lignes")
    built = _seconds_of(lambda: write_facts(place, entries=entries, on_progress=bar.update))
    bar.clear()
    print(f"{format_number(entries)} entrées inventées en {format_number(built, 1)} s.")


def _compare_with_postgres(place: Path, entries: int, same: Sequence[Indicator]) -> dict[str, object]:
    """Compare both engines at the same size, which may be smaller than that of the other measures."""
    if not place.exists():
        _generate_facts(place, entries)
    ours = _seconds_of(lambda: _query_catalogue(place, same))
    with temporary_database() as _:
        plain, gathered = _time_postgres(place)
    one_by_one_text = (
        f"les vingt questions une à une {format_number(plain, 1)} s, soit {format_number(plain / ours, 1)} fois plus"
    )
    together = (
        f"réunies à la main en six requêtes {format_number(gathered, 1)} s, soit "
        f"{format_number(gathered / ours, 1)} fois plus"
    )
    print(f"PostgreSQL, {format_number(entries)} entrées : {one_by_one_text} ; {together}.")
    return {
        "postgres_entries": entries,
        "postgres_seconds": round(plain, 2),
        "postgres_gathered_seconds": round(gathered, 2),
        "ours_at_that_size_seconds": round(ours, 2),
        "faster_than_postgres": round(plain / ours, 2),
        "faster_than_postgres_gathered": round(gathered / ours, 2),
    }


def _seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _query_catalogue(place: Path, definitions: Sequence[Indicator]) -> None:
    """Query the catalog cold: new engine, nothing read before. The zones are departments."""
    with open_facts(on=_KNOWN_ON, facts_dir=place, threads=1) as connection:
        communes = [f"{department}{rank:03d}" for department in DEPARTMENTS for rank in range(1, 1000)]
        fill_zones(connection, {commune: commune[:2] for commune in communes})
        compute_answers(connection, definitions, _QUESTION, UNLIMITED_SCOPE, labels={})


def _query_by_hand(place: Path) -> None:
    known = f"timestamp '{end_of_day_utc(_KNOWN_ON):%Y-%m-%d %H:%M:%S}'"
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        for text in queries(month="strftime({on}, '%Y-%m')", known=known, day=f"date '{_KNOWN_ON}'", prefix="facts_"):
            for table in (*TABLES, "replaced"):
                path = place / f"{table}-000001.parquet"
                text = text.replace(f"facts_{table} ", f"read_parquet('{path}') ")
            connection.execute(text).fetchall()


def _time_postgres(place: Path) -> tuple[float, float]:
    """Time the same tables on PostgreSQL, with statistics and no parallel worker, as DuckDB uses one thread.

    The one-by-one queries run after the combined ones: everything is in memory by then.
    """
    known = f"timestamp '{end_of_day_utc(_KNOWN_ON):%Y-%m-%d %H:%M:%S}'"
    with connections[OWNER].cursor() as cursor, duckdb.connect() as engine:
        for table in sorted({row[0] for row in BY_HAND.values()} | {"replaced"}):
            _load_table(cursor, engine, table, place)
        cursor.execute("set max_parallel_workers_per_gather = 0")
        cursor.execute("set work_mem = '512MB'")
        cursor.execute("analyze")

        def answer(*, are_gathered: bool) -> None:
            for text in queries(
                month="to_char({on}, 'YYYY-MM')",
                known=known,
                day=f"date '{_KNOWN_ON}'",
                prefix="bench_",
                are_gathered=are_gathered,
            ):
                cursor.execute(text)
                cursor.fetchall()

        gathered = _seconds_of(lambda: answer(are_gathered=True))
        return _seconds_of(lambda: answer(are_gathered=False)), gathered


_COLUMN_TYPES = {
    "row": "bigint", "happened_on": "date", "recorded_at": "timestamp", "ended_on": "date", "person": "bigint",
    "diploma": "int", "age": "int", "sex": "text", "rsa": "boolean", "rqth": "boolean", "fund": "text",
    "residence": "text", "session_commune": "text", "months": "int", "answered": "boolean", "in_job": "boolean",
    "had_job": "boolean", "kind": "text", "mode": "text",
}  # fmt: skip


def _load_table(cursor: object, engine: duckdb.DuckDBPyConnection, table: str, place: Path) -> None:
    columns = _COLUMN_TYPES | ({"minutes": "int"} if table == "hours" else {})
    if table == "replaced":
        columns = {"row": "bigint", "replaced_at": "timestamp"}
    column_definitions = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    path = place / f"{table}.csv"
    read = f"select {', '.join(columns)} from read_parquet('{place}/{table}-000001.parquet')"  # noqa: S608
    engine.execute(f"copy ({read}) to '{path}' (header false)")
    cursor.execute(f"create unlogged table bench_{table} ({column_definitions})")  # type: ignore[attr-defined]
    driver = cursor.connection.connection.cursor()  # type: ignore[attr-defined]
    with driver.copy(f"copy bench_{table} from stdin (format csv)") as copy, path.open("rb") as file:
        while block := file.read(1 << 20):
            copy.write(block)
    path.unlink()
