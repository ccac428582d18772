"""Extraction of rows from the database: one COPY per export of a room. Runs as the system actor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.db import connection
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus

from pacte.audit.planner_statistics import analyze_tables
from pacte.indicators.records.manifest import ReadPosition
from pacte.kernel.actor import Actor
from pacte.kernel.fact_export import FactExport

_PROGRESS_BYTES = 1 << 20


class FactExtractor:
    """Copies rows to CSV files with a header, in a folder. System actor only."""

    def __init__(self, *, actor: Actor, folder: Path, on_progress: Callable[[int], None]) -> None:
        _check_is_system(actor)
        self._folder, self._on_progress, self._bytes, self._reported_bytes = folder, on_progress, 0, 0

    def new_rows(self, export: FactExport, before: ReadPosition) -> Path:
        """Rows not read yet: above the last identifier, and in the gaps below it."""
        condition = f"e.id > {before.last}"
        if before.holes:
            first, last = (_sql_array(ends) for ends in zip(*before.holes, strict=True))
            # The array is evaluated first, then each number uses the index: no sequential scan of the table.
            condition += (
                f" or e.id = any(array(select h.id from unnest({first}, {last}) as hole (first, last)"
                f" join {export.table} h on h.id between hole.first and hole.last))"
            )
        return self._copy(export.name, export.sql(condition))

    def rows_of(self, export: FactExport, keys: list[int] | None) -> Path:
        """Rows with those keys; all when None."""
        condition = "true" if keys is None else f"e.{export.key} = any({_sql_array(keys)})"
        return self._copy(export.name, export.sql(condition))

    def _copy(self, name: str, select: str) -> Path:
        path = self._folder / f"{name}.csv"
        with path.open("wb") as file:
            for row in _copied_rows(f"copy ({select}) to stdout (format csv, header)"):
                file.write(row)
                self._bytes += len(row)
                if self._bytes > self._reported_bytes + _PROGRESS_BYTES:
                    self._reported_bytes = self._bytes
                    self._on_progress(self._bytes)
        return path


def _copied_rows(query: str) -> Iterator[memoryview]:
    """The rows as the server sends them, through libpq. Raises the error of the server.

    With millions of rows, the row reader of psycopg would add a third of the time.
    """
    connection.ensure_connection()
    wire = connection.connection.pgconn
    result = wire.exec_(query.encode())
    if result.status != ExecStatus.COPY_OUT:
        raise error_from_result(result)
    is_whole = False
    try:
        while (message := wire.get_copy_data(0))[0] > 0:
            yield message[1]
        is_whole = True
    finally:
        if not is_whole:
            # The reader stopped early: cancel and drain the results, so that the connection can be used again.
            wire.get_cancel().cancel()
            while wire.get_copy_data(0)[0] > 0:
                pass
        results = list(iter(wire.get_result, None))
    if failed := [each for each in results if each.status == ExecStatus.FATAL_ERROR]:
        raise error_from_result(failed[0])


def _sql_array(numbers: Iterable[int]) -> str:
    return f"'{{{','.join(map(str, numbers))}}}'::bigint[]"


def forget_erased_numbers(*, actor: Actor, thorough: bool = False) -> list[int]:
    """Deletes the pseudonymous numbers of erased people, and returns them.

    ``thorough``: also of those whose row is gone, which no service deletes; everybody is read.
    """
    _check_is_system(actor)
    erased = "in (select learner_id from journeys_learner_erasure where is_purged)"
    if thorough:
        erased = "not in (select learner_id from journeys_learner_erasure where not is_purged)"
    with connection.cursor() as cursor:
        cursor.execute(f"delete from indicators_factperson where learner_id {erased} returning number")
        return [number for (number,) in cursor.fetchall()]


def assign_person_numbers(learners: list[int], *, actor: Actor) -> dict[int, int]:
    """Gives a pseudonymous number to these people, who have none, but not to erased ones. Learner → number."""
    _check_is_system(actor)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into indicators_factperson (learner_id, number)"
            " select l.id, ('x' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 15))::bit(60)::bigint"
            " from unnest(%s::bigint[]) as l (id)"
            " where l.id not in (select learner_id from journeys_learner_erasure where is_purged)"
            " returning learner_id, number",
            [learners],
        )
        numbers = dict(cursor.fetchall())
    if numbers:
        # The next refresh reads this table by learner: with stale statistics the planner scans it once for each.
        analyze_tables("indicators_factperson")
    return numbers


def _check_is_system(actor: Actor) -> None:
    actor.require_system("facts_refresh", "Seule la machine rafraîchit les faits.")
