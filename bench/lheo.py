"""Benchmarks the check and import of an invented LHÉO catalogue against a parser that does nothing."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from django.db import connection

from bench.baselines.orm_writes import time_orm_writes
from bench.invented.lheo_catalogue import write_sample_catalogue
from bench.measuring.cost import Cost, mean_cost, measure_cost, on_one_core, run_parser_baseline
from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.exchange.lheo.catalogue_check import check_catalogue
from pacte.exchange.lheo.catalogue_export import export_catalogue
from pacte.exchange.lheo.catalogue_import import CatalogueImport
from pacte.intake.catalog import file_kinds
from pacte.intake.kinds.lheo import KIND
from pacte.intake.queries import context_of
from pacte.intake.records import FileSender
from pacte.intake.services import receive_stream, start_writing
from pacte.intake.services.writing import LedgerBatch, WritingLedger
from pacte.kernel.errors import ConfigurationError
from pacte.kernel.french import format_number
from pacte.offer.records.staging import ImportCounts
from pacte.workflows.open_installation import ensure_host

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacte.kernel.actor import Actor

HELP = "Mesure la vérification et l’import d’un catalogue LHÉO inventé, face à un lecteur qui ne fait rien."
EXAMPLE = "./pacte bench lheo --trainings 100000"
NEEDS = "database"
INSTANCE = "bench"
_SAMPLE = 300
# A long file takes minutes: it is its own mean.
_ROUNDS, _LONG_MEGABYTES = 3, 400
_TRUNCATED_TABLES = "offer_training, offer_provider, offer_site, intake_receivedfile, audit_rowchange, audit_auditentry"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--trainings", type=int, default=10_000, metavar="N", help="formations du catalogue (10 ko chacune ; 10 000)"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="graine du catalogue (1)")
    parser.add_argument("--check-only", action="store_true", help="ne mesure que la vérification")
    parser.add_argument("--json", action="store_true", help="sans effet : la dernière ligne est toujours en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    if not os.environ.get("DATABASE_BACKUP_URL"):
        raise ConfigurationError(
            "bench_database",
            "La mesure vide la base où elle écrit : elle n’emploie que la base embarquée.",
            hint="Retirez DATABASE_URL de l’environnement, puis recommencez.",
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.xml"
        with path.open("wb") as stream:
            write_sample_catalogue(stream, trainings=options.trainings, seed=options.seed)
        print(json.dumps(_measure_catalogue(path, options, actor), ensure_ascii=False))
    return 0


class _PairedCosts:
    """Costs, each with the mean of the baselines just before and just after it: the median of ``rounds`` such pairs.

    One baseline for all would be unfair: a machine that others use changes its speed within seconds.
    """

    def __init__(self, path: Path, rounds: int) -> None:
        self._path, self._rounds = path, rounds
        self._bases = [measure_cost(lambda: run_parser_baseline(path))]
        self.by_name: dict[str, tuple[Cost, Cost]] = {}

    def measure(
        self, name: str, work: Callable[[], object], *, server: int = 0, before: Callable[[], object] | None = None
    ) -> None:
        pairs = []
        for _ in range(self._rounds):
            if before:
                before()
            pairs.append(self._pair(work, server))
        self.by_name[name] = sorted(pairs, key=lambda each: each[0].wall / each[1].wall)[len(pairs) // 2]

    def _pair(self, work: Callable[[], object], server: int) -> tuple[Cost, Cost]:
        cost = measure_cost(work, server=server)
        self._bases.append(measure_cost(lambda: run_parser_baseline(self._path)))
        return cost, mean_cost(self._bases[-2:])

    @property
    def base(self) -> Cost:
        return mean_cost(self._bases)


def _measure_catalogue(path: Path, options: argparse.Namespace, actor: Actor) -> dict[str, object]:
    megabytes = path.stat().st_size / 1e6
    print(f"Catalogue inventé : {format_number(options.trainings)} formations, {format_number(megabytes)} Mo.")
    costs = _PairedCosts(path, _ROUNDS if megabytes < _LONG_MEGABYTES else 1)
    peak_bytes: list[int] = []
    with path.open("rb") as stream:
        costs.measure("check", lambda: peak_bytes.append(check_catalogue(stream).peak_bytes))
    result: dict[str, object] = {"trainings": options.trainings, "megabytes": round(megabytes, 1)}
    if not options.check_only:
        result |= _measure_import(path, actor, costs)
    base = costs.base
    result["baseline"] = {
        "seconds": round(base.wall, 3),
        "cpu_seconds": round(base.cpu, 3),
        "megabytes_per_second": round(megabytes / base.wall, 1),
    }
    _show("A : lecteur qui ne fait rien", base, base, megabytes)
    for name, (cost, its_base) in costs.by_name.items():
        measured: dict[str, object] = dict(cost.against(its_base, megabytes))
        more = result.get(name)
        result[name] = measured | (more if isinstance(more, dict) else {})
        _show(_LABELS[name], cost, its_base, megabytes)
    result["check_peak_memory_mb"] = round(max(peak_bytes) / 1e6, 1)
    return result


def _measure_import(path: Path, actor: Actor, costs: _PairedCosts) -> dict[str, object]:
    ensure_database_ready()
    with acting_as(actor):
        host = ensure_host(actor=actor, region="")
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (server,) = cursor.fetchone()
    # Loaded with the program, as by the command and by the site.
    file_kinds()
    runs: list[_Run] = []

    def run_import() -> None:
        runs.append(_import_rows(path, actor, FileSender(host, host)))

    costs.measure("check_and_import", run_import, server=server, before=_truncate_tables)
    plain = _time_plain_writes(actor)
    with on_one_core(server) as pinned:
        costs.measure("check_and_import_one_core", run_import, server=server, before=_truncate_tables)
    if not pinned:
        del costs.by_name["check_and_import_one_core"]
    with acting_as(actor), Path(os.devnull).open("wb") as devnull:
        costs.measure("export", lambda: export_catalogue(actor=actor, host_id=host.pk, stream=devnull), server=server)
    _truncate_tables()
    cost, _ = costs.by_name["check_and_import"]
    return _summary(runs[0], cost, plain)


class _TimedLedger(WritingLedger):
    """Adds up the seconds of its batches."""

    write_seconds = 0.0

    @contextmanager
    def batch(self, upto: int) -> Iterator[LedgerBatch]:
        started = time.monotonic()
        with super().batch(upto) as batch:
            yield batch
        self.write_seconds += time.monotonic() - started


@dataclass(frozen=True, slots=True)
class _Run:
    ledger: _TimedLedger
    catalogue: CatalogueImport


def _import_rows(path: Path, actor: Actor, sender: FileSender) -> _Run:
    """By the road of files, up to the rows: their publication is that of any change of the catalogue."""
    with path.open("rb") as stream:
        with acting_as(actor):
            file = receive_stream(actor=actor, kind=KIND, sender=sender, file_name=path.name, stream=stream, options={})
            file = start_writing(actor=actor, file=file, agreements={}, is_here=False)
            context = context_of(actor=actor, file=file)
        ledger = _TimedLedger(actor=actor, file=file)
        return _Run(ledger, KIND.load(stream, context, ledger))


def _summary(run: _Run, cost: Cost, plain: dict[str, tuple[int, float]]) -> dict[str, object]:
    rows = ImportCounts.from_counts(run.ledger.counts).rows
    speed, writing = rows / cost.wall, rows / run.ledger.write_seconds
    result: dict[str, object] = {
        "check_and_import": {
            "rows": rows,
            "rows_per_second": round(speed),
            "rows_written_per_second": round(writing),
            "peak_memory_mb": round(run.catalogue.peak_bytes / 1e6, 1),
        }
    }
    print(
        f"{format_number(rows)} lignes : {format_number(speed)} par seconde lecture comprise, "
        f"{format_number(writing)} en écriture seule ; "
        f"{format_number(run.catalogue.peak_bytes / 1e6)} Mo de mémoire au plus."
    )
    for name, (count, seconds) in plain.items():
        slower = writing * seconds / count
        result[name] = {
            "rows": count,
            "rows_per_second": round(count / seconds),
            "times_slower": round(slower, 1),
            "times_slower_than_reading_and_writing": round(speed * seconds / count, 1),
        }
        print(f"{name} : {format_number(count / seconds)} lignes par seconde, {format_number(slower, 1)} fois moins.")
    return result


def _time_plain_writes(actor: Actor) -> dict[str, tuple[int, float]]:
    with acting_as(actor):
        return time_orm_writes(actor=actor, trainings=_SAMPLE)


def _truncate_tables() -> None:
    """Truncate the tables. The benchmark has its own database, so no user data is lost."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"truncate {_TRUNCATED_TABLES} cascade")


_LABELS = {
    "check": "vérification",
    "check_and_import": "vérification et import, deux cœurs",
    "check_and_import_one_core": "vérification et import, un cœur",
    "export": "export",
}


def _show(label: str, cost: Cost, base: Cost, megabytes: float) -> None:
    print(
        f"{label} : {format_number(cost.wall, 1)} s, {format_number(megabytes / cost.wall, 1)} Mo/s, "
        f"{format_number(cost.wall / base.wall, 2)} × A ({format_number(cost.cpu / base.cpu, 2)} × A de processeur)."
    )
