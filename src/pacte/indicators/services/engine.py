"""What who writes the facts asks of DuckDB: a number, statements two at a time."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import duckdb


def at_once(connection: duckdb.DuckDBPyConnection, statements: Iterable[str]) -> None:
    """Two at a time: whatever the engine does, the rows of a month keep one processor busy and no more."""

    def execute(text: str) -> None:
        with connection.cursor() as beside:
            beside.execute(text)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(execute, text) for text in statements]:
            done.result()


def scalar(connection: duckdb.DuckDBPyConnection, text: str) -> int:
    """The number that a query gives; how many rows a table was made with."""
    row = connection.execute(text).fetchone()
    return int(row[0]) if row else 0
