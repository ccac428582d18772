"""A benchmark creates its own database and removes it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from bench.measuring.timed_requests import percentile_95
from pacte.infra import embedded_postgres
from pacte.infra.instance import PROJECT_ROOT, Instance

_HOLD = """
from pacte.cli import environment
environment.choose_instance("test"); environment.start_database_and_wait(); environment.load_django()
import sys, time
from bench.measuring import temporary_database as module
module.ensure_database_ready = lambda: False  # Its tables are nothing to these tests.
with module.temporary_database() as name:
    print(name, flush=True)
    time.sleep(float(sys.argv[1]))
"""


pytestmark = pytest.mark.skipif(
    bool(os.environ.get("PACTE_TEST_DATABASE_URL")), reason="only the embedded server lets a measure make its database"
)


@pytest.fixture
def superuser() -> Iterator[psycopg.Connection]:
    cluster = embedded_postgres.start_server(Instance("test"))
    with psycopg.connect(cluster.url(embedded_postgres.SUPERUSER), autocommit=True) as connection:
        yield connection


@contextmanager
def _started(seconds: float) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Starts a benchmark that keeps its database for ``seconds``. Yields the process and the database name."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")}
    environment["PYTHONPATH"] = os.pathsep.join(map(str, (PROJECT_ROOT / "src", PROJECT_ROOT)))
    command = [sys.executable, "-c", _HOLD, str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()


def _exists(superuser: psycopg.Connection, name: str) -> bool:
    return superuser.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None


def test_a_measure_told_to_stop_removes_its_database(superuser: psycopg.Connection) -> None:
    with _started(60) as (process, name):
        assert _exists(superuser, name)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 128 + signal.SIGTERM
    assert not _exists(superuser, name)


def test_what_a_killed_measure_left_is_removed_by_the_next_one(superuser: psycopg.Connection) -> None:
    with _started(60) as (killed, left):
        killed.kill()
    assert _exists(superuser, left)
    with _started(0) as (other, name):
        assert other.wait(timeout=30) == 0
    assert not _exists(superuser, left)
    assert not _exists(superuser, name)


def test_the_p95_is_the_smallest_that_95_in_100_do_not_exceed() -> None:
    assert percentile_95([float(each) for each in range(1, 101)]) == 95.0
    assert percentile_95([float(each) for each in range(1, 21)]) == 19.0
    assert percentile_95([3.0]) == 3.0
