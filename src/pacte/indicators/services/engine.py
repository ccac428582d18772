"""What who writes the facts asks of DuckDB: a number, statements two at a time."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import duckdb

from pacte.kernel.system_errors import is_disk_full


def at_once(connection: duckdb.DuckDBPyConnection, statements: Iterable[str]) -> None:
    """Two at a time: whatever the engine does, the rows of a month keep one processor busy and no more."""

    def execute(text: str) -> None:
        with connection.cursor() as beside:
            beside.execute(text)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(execute, text) for text in statements]:
            done.result()


@contextmanager
def room_is_said() -> Iterator[None]:
    """A full disk is the machine's refusal, whoever writes: DuckDB has an error of its own for it."""
    try:
        yield
    except duckdb.IOException as error:
        if is_disk_full(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise


def scalar(connection: duckdb.DuckDBPyConnection, text: str) -> int:
    """The number that a query gives; how many rows a table was made with."""
    row = connection.execute(text).fetchone()
    return int(row[0]) if row else 0
