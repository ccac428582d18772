"""Runs the tests of some rooms a year ahead: what holds today must hold then.

In CI, and with ``--a-year-ahead`` anywhere: the clock of the program and that of the trade in the database are both
moved. The true clock of the server stays. Elsewhere these tests run today, so a change meets both before it lands.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import time_machine

# Not a whole number of weeks: another day of the week too.
DAYS = 372
ROOMS = ("agenda", "evaluation", "finance", "journeys", "notifications", "offer", "plan", "procedures", "steering")
_TESTS = Path(__file__).parent
_SHIFT_SQL = """
insert into pacte_private.clock as c (day_offset) values (%s) on conflict (only_row) do update set day_offset = %s
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--a-year-ahead", action="store_true", help="some rooms are tested a year ahead, as in CI")


def goes_ahead(path: Path, *, chosen: bool) -> bool:
    """True for a test file of those rooms, when the option or CI asks."""
    rooms = path.relative_to(_TESTS).parts if path.is_relative_to(_TESTS) else ()
    return (chosen or os.environ.get("CI") == "true") and rooms[:1] != () and rooms[0] in ROOMS


@pytest.fixture(scope="module", autouse=True)
def a_year_ahead(request: pytest.FixtureRequest) -> Iterator[None]:
    """For all tests of a file. A property test without a database does not wait for one."""
    if not goes_ahead(request.path, chosen=request.config.getoption("a_year_ahead")):
        yield
        return
    request.getfixturevalue("django_db_setup")
    with time_machine.travel(datetime.now(tz=UTC) + timedelta(days=DAYS), tick=True):
        _write(DAYS)
        try:
            yield
        finally:
            _write(0)


def _write(days: int) -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(_SHIFT_SQL, [days, days])
