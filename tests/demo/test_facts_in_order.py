"""The facts of the demonstration: each row has its number, and a file is in order of date.

A day is then found without reading everything: the engine skips the groups of rows whose dates are all later.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pacte.indicators.facts.tables import TABLES
from tests.demonstration import copied_demonstration
from tests.open_folder import open_folder

pytestmark = pytest.mark.xdist_group("own_day")
_BEFORE = "lag(happened_on) over (order by file_row_number)"


def out_of_order(path: Path) -> tuple[int, int]:
    """How many rows have the number of another, and how many are earlier than the one before."""
    (found,) = duckdb.execute(
        f"select count(*) - count(distinct row), count(*) filter (happened_on < before)"
        f" from (select row, happened_on, {_BEFORE} as before from read_parquet('{path}', file_row_number = true))"
    ).fetchall()
    return found


def test_the_rows_of_each_table_are_numbered_once_and_in_order_of_date() -> None:
    with open_folder() as home:
        copied_demonstration(home)
        files = {path.name.partition("-")[0]: path for path in (home / "demo" / "facts").glob("*-000001.parquet")}
        tables = files.keys() & TABLES.keys()
        assert {"entries", "ends", "approaches", "situations", "hours", "ledger"} <= tables
        assert {name: out_of_order(files[name]) for name in tables} == dict.fromkeys(tables, (0, 0))
