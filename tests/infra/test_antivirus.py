"""The door of the antivirus: what clamd is told, each of its answers, and no answer."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pacte.infra.antivirus.clamd import ClamdScanner
from pacte.infra.antivirus.opening import open_scanner
from pacte.infra.antivirus.records import ScannerSilentError, ScanVerdict
from pacte.infra.antivirus.simulator import EICAR, SimulatedScanner
from pacte.kernel.errors import ConfigurationError


@contextmanager
def clamd(folder: Path, answer: bytes) -> Iterator[tuple[ClamdScanner, list[bytes]]]:
    """A scanner on a Unix socket that keeps what it was given and answers so."""
    given: list[bytes] = []
    path = str(folder / "clamd.ctl")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen(1)

        def serve() -> None:
            connection, _ = server.accept()
            with connection, connection.makefile("rb") as stream:
                given.append(stream.read(10))
                while length := struct.unpack(">I", stream.read(4))[0]:
                    given.append(stream.read(length))
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield ClamdScanner(path=path), given
        thread.join()


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [(b"stream: OK\0", ScanVerdict()), (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", ScanVerdict("Win.Test.EICAR_HDB-1"))],
)
def test_clamd_gets_the_bytes_and_its_verdict_is_read(tmp_path: Path, answer: bytes, verdict: ScanVerdict) -> None:
    data = b"x" * 100_000
    with clamd(tmp_path, answer) as (scanner, given):
        assert scanner.scan(data) == verdict
    assert given[0] == b"zINSTREAM\0"
    assert b"".join(given[1:]) == data
    assert verdict.is_infected is bool(verdict.signature)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream:  FOUND\0", b"OK\0"])
def test_another_answer_is_no_verdict(tmp_path: Path, answer: bytes) -> None:
    with clamd(tmp_path, answer) as (scanner, _), pytest.raises(ScannerSilentError):
        scanner.scan(b"x")


def test_a_scanner_that_is_down_gives_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(ScannerSilentError, match="injoignable"):
        ClamdScanner(path=str(tmp_path / "nowhere.ctl")).scan(b"x")


def test_the_simulator_finds_the_test_file_alone() -> None:
    assert SimulatedScanner().scan(b"avant " + EICAR).is_infected
    assert not SimulatedScanner().scan(b"un texte").is_infected


def test_the_setting_names_the_scanner_and_a_real_site_takes_no_simulator() -> None:
    assert open_scanner("", is_real=True) is None
    assert open_scanner("unix:/run/clamav/clamd.ctl", is_real=True) == ClamdScanner(path="/run/clamav/clamd.ctl")
    assert open_scanner("tcp:scanner:3310", is_real=True) == ClamdScanner(host="scanner", port=3310)
    assert isinstance(open_scanner("simulator", is_real=False), SimulatedScanner)
    for address in ("simulator", "clamd", "unix:clamd.ctl", "tcp:scanner"):
        with pytest.raises(ConfigurationError):
            open_scanner(address, is_real=True)
