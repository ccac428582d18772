"""DuckDB helpers for the fact writers: load of an export, scalar query, statements in the background."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pacte.infra.system_errors import is_disk_full
from pacte.kernel.fact_export import FactExport


class StatementPool:
    """Runs statements two at a time, each on its own cursor: the rows of a month keep a single core busy, whatever the
    engine does.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection, self._threads = connection, ThreadPoolExecutor(2)

    def submit(self, statement: str) -> Future[None]:
        return self._threads.submit(self._execute, statement)

    def _execute(self, statement: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)

    def close(self) -> None:
        """Waits for what runs; what has not started never will."""
        self._threads.shutdown(cancel_futures=True)


@contextmanager
def disk_full_as_oserror() -> Iterator[None]:
    """Converts the DuckDB error for a full disk to ``OSError`` (``ENOSPC``)."""
    try:
        yield
    except duckdb.IOException as error:
        if is_disk_full(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise


def scalar(connection: duckdb.DuckDBPyConnection, text: str) -> int:
    """The integer result of a query; the number of rows of a ``create table as``."""
    row = connection.execute(text).fetchone()
    return int(row[0]) if row else 0


def load_export(connection: duckdb.DuckDBPyConnection, table: str, export: FactExport, path: Path) -> int:
    """Creates ``table`` from a CSV file with the columns of the export and a header. Returns the number of rows."""
    with path.open(encoding="utf-8") as file:
        has_rows = bool(file.readline() and file.readline())
    if not has_rows:
        columns = ", ".join(f"{name} {kind}" for name, kind in export.columns.items())
        connection.execute(f"create table {table} ({columns})")
        return 0
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in export.columns.items())
    return scalar(
        connection,
        f"create table {table} as select * from read_csv('{path}', header = true, columns = {{{columns}}},"
        " allow_quoted_nulls = false, auto_detect = false, delim = ',', quote = '\"', escape = '\"')",
    )
