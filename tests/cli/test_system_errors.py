"""An operating system error gives a French sentence and exit code 2, without a traceback."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psycopg
import pytest
from django.db import OperationalError

from pacte.cli import environment
from pacte.cli.listen_address import bracket_ipv6, check_port_is_free
from pacte.indicators.services.duckdb_tools import disk_full_as_oserror
from pacte.infra.atomic_files import write_atomically
from pacte.infra.instance import PROJECT_ROOT
from pacte.infra.system_errors import SystemFailure, database_failure, os_error_in_french, system_failure
from pacte.kernel.errors import PacteError

_COMMAND = [sys.executable, "-m", "pacte"]


def _ran(*words: str, home: Path | str | None = None, given: str | None = None) -> subprocess.CompletedProcess[str]:
    told = {"PYTHONPATH": str(PROJECT_ROOT / "src"), "PATH": os.environ["PATH"]}
    if home:
        told["PACTE_HOME"] = str(home)
    return subprocess.run(
        [*_COMMAND, *words], env=told, capture_output=True, text=True, check=False, timeout=120,
        stdin=None if given else subprocess.DEVNULL, input=given,
    )  # fmt: skip


@contextmanager
def _listening() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def _is_a_sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, done
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("pacte : ")
    return done.stderr


def test_a_folder_that_one_may_not_enter_or_write(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("")
    assert "n’est pas un dossier" in _is_a_sentence(_ran("plan", "export", "x.csv", home=place / "inside"))
    assert "lecture seule" in str(system_failure(OSError(errno.EROFS, "Read-only file system", "/srv/pacte")))
    assert "PACTE_HOME" in str(system_failure(PermissionError(errno.EACCES, "Permission denied", "/root/x")))


def test_a_question_to_nobody(tmp_path: Path) -> None:
    """Without a terminal, a command that asks a question names the option that answers it."""
    said = str(system_failure(EOFError()))
    assert "--yes" in said
    program = (
        "from pacte.cli import main as m; m._run = lambda *_: input('?'); raise SystemExit(m.main(['restore', 'x']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": "src"}, cwd=PROJECT_ROOT, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "personne ne peut la donner" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["99999", "0", "-1"])
def test_a_port_that_does_not_exist(tmp_path: Path, port: str) -> None:
    with pytest.raises(PacteError, match="n’existe pas") as refused:
        check_port_is_free("127.0.0.1", int(port))
    assert refused.value.exit_code == 2


def test_a_partner_on_a_port_that_does_not_exist() -> None:
    assert "Le port 99999 n’existe pas" in _is_a_sentence(_ran("partners", "simulate", "--port", "99999"))


def test_an_address_of_somebody_else_is_not_a_port_taken() -> None:
    with pytest.raises(PacteError, match="n’est pas une adresse de cette machine") as refused:
        check_port_is_free("203.0.113.9", 8461)
    assert "déjà pris" not in str(refused.value)
    with pytest.raises(PacteError, match="n’est pas une adresse de cette machine"):
        check_port_is_free("pas une adresse", 8461)


def test_a_port_that_is_taken_is_said_without_english() -> None:
    with _listening() as port, pytest.raises(PacteError, match="déjà pris") as refused:
        check_port_is_free("127.0.0.1", port)
    assert "in use" not in str(refused.value)


def test_an_ipv6_address_is_written_as_the_server_reads_it() -> None:
    assert bracket_ipv6("::1") == bracket_ipv6("[::1]") == "[::1]"
    assert bracket_ipv6("127.0.0.1") == "127.0.0.1"


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_no_error_of_the_machine_is_told_in_english(number: int) -> None:
    assert os.strerror(number) not in os_error_in_french(OSError(number, os.strerror(number)))


def test_a_file_that_does_not_fit_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "plan.csv"
    write_atomically(place, b"before")
    full = Path.write_bytes

    def filled(path: Path, data: bytes) -> int:
        full(path, data[:2])
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", filled)
    with pytest.raises(SystemFailure, match="Le disque est plein") as refused:
        write_atomically(place, b"after")
    assert refused.value.exit_code == 2
    assert place.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [place]


def test_a_database_without_a_place_left_stops_a_command_in_a_sentence() -> None:
    def run() -> int:
        raise OperationalError from psycopg.errors.DiskFull("could not extend file")

    with pytest.raises(SystemFailure, match="disque de la base est plein"):
        environment.run_reporting_database_errors(run)
    assert database_failure(psycopg.errors.QueryCanceled("x")) is None


def test_a_disk_that_fills_while_facts_are_written_is_the_machine_s_refusal() -> None:
    with pytest.raises(OSError, match="No space left") as refused, disk_full_as_oserror():
        raise duckdb.IOException("IO Error: Could not write file: No space left on device")
    assert "le disque est plein" in str(system_failure(refused.value))
    with pytest.raises(duckdb.IOException), disk_full_as_oserror():
        raise duckdb.IOException("IO Error: No such file")


def test_a_command_told_to_stop_leaves_by_the_door(tmp_path: Path) -> None:
    """SIGTERM runs the functions registered for the exit: the database that the command started is stopped."""
    program = (
        "import atexit, time; from pacte.cli import main as m;"
        "atexit.register(lambda: print('stopped', flush=True));"
        "m._run = lambda *_: (print('running', flush=True), time.sleep(60));"
        "raise SystemExit(m.main(['restore', 'x']))"
    )
    command = subprocess.Popen([sys.executable, "-c", program], env={"PYTHONPATH": "src"}, cwd=PROJECT_ROOT,
                               stdout=subprocess.PIPE, text=True)  # fmt: skip
    with command:
        assert command.stdout is not None
        assert command.stdout.readline() == "running\n"
        command.send_signal(signal.SIGTERM)
        assert command.stdout.readline() == "stopped\n"
    assert command.returncode == 128 + signal.SIGTERM
