"""The embedded PostgreSQL server restarts by itself after it was really killed, as the out-of-memory killer does."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from pacte.cli.database_watch import DatabaseWatchdog
from pacte.infra import embedded_postgres
from pacte.infra.embedded_postgres import APPLICATION, OWNER, SITE_ROLES, Cluster
from pacte.infra.instance import Instance
from pacte.infra.system_users import SITE_USER, get_or_create_system_user

pytestmark = pytest.mark.xdist_group("served")


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    # Not in pytest's own folder: the database user cannot enter it when root runs the tests.
    with TemporaryDirectory(prefix="pacte-revival-") as home:
        Path(home).chmod(0o755)
        monkeypatch.setenv("PACTE_HOME", home)
        monkeypatch.setenv("PACTE_INSTANCE", "test")
        found = embedded_postgres.start_server(Instance("test"))
        monkeypatch.setenv("DATABASE_URL", found.url(APPLICATION))
        yield found
        found.release()


def test_a_killed_server_is_started_again_with_what_it_held(cluster: Cluster) -> None:
    watch = DatabaseWatchdog()
    with psycopg.connect(cluster.url(OWNER)) as one:
        # Tests write to disk later than a commit: only an installation waits for it.
        one.execute("set synchronous_commit = on")
        one.execute("create table kept as select 41 as x")
    watch.keep_alive()
    assert embedded_postgres.is_server_running(Instance("test"))
    os.kill(int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    until = time.monotonic() + 60
    while not _answers(cluster):
        assert time.monotonic() < until, "the server did not come back"
        watch.keep_alive()
        time.sleep(0.2)
    assert embedded_postgres.is_server_running(Instance("test"))
    with psycopg.connect(cluster.url(OWNER)) as one:
        assert one.execute("select x from kept").fetchall() == [(41,)]


def test_the_database_of_somebody_else_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTE_INSTANCE", "test")
    monkeypatch.setenv("DATABASE_URL", "postgresql://pacte_app@127.0.0.1:1/pacte")
    monkeypatch.setattr(embedded_postgres, "restart_if_dead", pytest.fail)
    monkeypatch.setattr(embedded_postgres, "is_server_running", pytest.fail)
    DatabaseWatchdog().keep_alive()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server for others")
def test_started_by_root_the_socket_is_open_to_the_site_for_the_application_and_no_more(cluster: Cluster) -> None:
    assert not {"postgres", "pacte_owner"} & set(SITE_ROLES)
    assert cluster.socket.stat().st_mode & 0o777 == 0o710
    assert (cluster.folder / "pg_hba.conf").read_text() == "local all all peer map=pacte\n"
    assert "pacte root all" in (cluster.folder / "pg_ident.conf").read_text()
    assert _as_the_site(cluster.url(APPLICATION)) == ""
    for powerful in ("postgres", "pacte_owner"):
        assert "Peer authentication failed" in _as_the_site(cluster.url(powerful, "postgres"))


def _answers(cluster: Cluster) -> bool:
    try:
        with psycopg.connect(cluster.url(APPLICATION), connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def _as_the_site(url: str) -> str:
    """Error of the server to the system user of the site; empty if the connection is accepted."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        site = get_or_create_system_user(SITE_USER)
        os.setgroups([])
        os.setgid(site.pw_gid)
        os.setuid(site.pw_uid)
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as said:
        return said.read()
