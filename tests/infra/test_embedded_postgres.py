"""The embedded PostgreSQL server: shared by processes, stopped by the last one, recovered after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pacte.infra.instance import PROJECT_ROOT, Instance, is_traversable_by_others
from tests.open_folder import open_folder

START = """
import sys
from pacte.infra import embedded_postgres as server
from pacte.infra.instance import Instance
import psycopg
cluster = server.start_server(Instance("demo"))
with psycopg.connect(cluster.url(server.APPLICATION)) as connection:
    print(connection.execute("select current_user").fetchone()[0], flush=True)
"""


@pytest.fixture
def home() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


def run(home: Path, code: str) -> subprocess.CompletedProcess[str]:
    environment = {"PACTE_HOME": str(home), "PYTHONPATH": str(PROJECT_ROOT / "src"), "PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def postmaster(home: Path) -> int | None:
    file = home / "demo" / "data" / "postmaster.pid"
    return int(file.read_text().split()[0]) if file.exists() else None


def test_the_server_starts_for_the_application_role_and_stops_with_the_last_command(home: Path) -> None:
    assert run(home, START).stdout.strip() == "pacte_app"
    assert postmaster(home) is None


def test_after_a_kill_of_the_command_and_of_the_server_the_next_start_works(home: Path) -> None:
    left = run(home, START + "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert left.returncode == -signal.SIGKILL
    pid = postmaster(home)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert run(home, START).stdout.strip() == "pacte_app"


def test_two_commands_share_one_server_and_the_first_to_leave_does_not_stop_it(home: Path) -> None:
    both = START + (
        "import subprocess\n"
        "inner = subprocess.run([sys.executable, '-c', INNER],"
        " capture_output=True, text=True)\n"
        "print(inner.stdout.strip(), inner.returncode)\n"
        "with psycopg.connect(cluster.url(server.APPLICATION)) as connection:\n"
        "    print(connection.execute('select 1').fetchone()[0])\n"
    )
    done = run(home, f"INNER = {START!r}\n{both}")
    assert done.stdout.split() == ["pacte_app", "pacte_app", "0", "1"], done.stderr[-1500:]


def test_the_secret_key_is_drawn_once_and_read_by_its_owner_only(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTE_HOME", str(home))
    key = Instance("demo").secret_key()
    assert len(key) >= 50
    assert Instance("demo").secret_key() == key
    assert (home / "demo" / "secret-key").stat().st_mode & 0o077 == 0


def test_a_closed_folder_on_the_way_is_seen(home: Path) -> None:
    closed = home / "closed"
    (closed / "inside").mkdir(parents=True)
    for folder in (closed, closed / "inside"):
        folder.chmod(0o755)
    assert is_traversable_by_others(closed / "inside")
    closed.chmod(0o700)
    assert not is_traversable_by_others(closed / "inside")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_root_is_told_when_the_server_could_not_enter_the_folder(home: Path) -> None:
    home.chmod(0o700)
    done = run(home, START)
    assert done.returncode != 0
    assert "instance_closed" in done.stderr or "ne peut pas entrer" in done.stderr


_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
ERRORS = """
cluster = server.start_server(Instance("demo"))
for text in (
    "insert into told values ('Zqnomcanari')",
    "select 'Zqnomcanari'::int",
    "do $$ begin raise exception 'Zqnomcanari'; end $$",
    "select * from zqnomcanari",
):
    with psycopg.connect(cluster.url(server.SUPERUSER)) as connection:
        connection.execute("create temp table told (email text primary key)")
        connection.execute("insert into told values ('Zqnomcanari')")
        try:
            connection.execute(text)
        except psycopg.Error as error:
            assert "zqnomcanari" in str(error).lower(), "the program itself is told"
        else:
            raise AssertionError(text)
try:
    with psycopg.connect(cluster.url(server.SUPERUSER)) as connection:
        connection.execute("select %s::int", ["Zqnomcanari"])
except psycopg.Error:
    print("refused")
"""


def test_the_log_of_the_server_repeats_nothing_that_was_typed(home: Path) -> None:
    done = run(home, START + ERRORS)
    assert "refused" in done.stdout, done.stderr[-1500:]
    log = (home / "demo" / "postgres.log").read_text()
    assert "database system is ready" in log, "starts and stops are still told"
    assert "zqnomcanari" not in log.lower()


@pytest.mark.parametrize("user", [pytest.param([], id="root"), pytest.param(_NOBODY, id="anybody")])
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may run as somebody else")
def test_what_a_start_writes_is_for_its_user_alone(home: Path, user: list[str]) -> None:
    """True for any umask. With root, the database runs as another user, who may traverse the folder above its own."""
    if user and subprocess.run([*user, sys.executable, "-c", ""], check=False, capture_output=True).returncode:
        pytest.skip("that user cannot run this Python")
    home.chmod(0o777)
    environment = {"PACTE_HOME": str(home / "var"), "PYTHONPATH": str(PROJECT_ROOT / "src"), "PATH": os.environ["PATH"]}
    code = "import os; os.umask(0)\n" + START + "Instance('demo').secret_key(), Instance('demo').identifier()"
    command = [*user, sys.executable, "-c", code]
    started = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert started.stdout.strip() == "pacte_app", started.stderr[-1500:]
    inside = list((home / "var" / "demo").rglob("*"))
    assert {"data", "secret-key", "erasures", "postgres.log", "start.lock"} <= {path.name for path in inside}
    assert {str(path): oct(path.stat().st_mode) for path in inside if path.stat().st_mode & 0o077} == {}
    for folder in (home / "var", home / "var" / "demo"):
        assert folder.stat().st_mode & 0o777 == (0o700 if user else 0o711)
