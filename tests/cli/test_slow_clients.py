"""Slow or unfinished requests do not block the site: the real server, with more sockets than threads."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from urllib.parse import urlsplit, urlunsplit

import pytest

from pacte.cli.buffered_worker import MIN_BYTES_PER_SECOND, START_GRACE_SECONDS, ArrivalTracker, allowed_receive_seconds
from pacte.cli.site_server import HIDDEN_FROM_WEB_SERVER, web_server_command
from pacte.infra.instance import PROJECT_ROOT
from tests.stage import DATABASE

pytestmark = pytest.mark.xdist_group("served")
_THREADS = 2
_HALF_A_HEADER = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
_HALF_A_BODY = (
    b"POST /connexion/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000\r\n\r\nemail="
)


@pytest.fixture(scope="module")
def site(django_db_setup: None) -> Iterator[int]:
    """One process with two threads, on the test database. Yields its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if name not in HIDDEN_FROM_WEB_SERVER}
    there = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{DATABASE}")
    environment |= {"PYTHONPATH": "src", "DATABASE_URL": urlunsplit(there)}
    command = [
        word for word in web_server_command("127.0.0.1", port) if not word.startswith(("--workers", "--threads"))
    ]
    server = subprocess.Popen([*command, "--workers=1", f"--threads={_THREADS}"], env=environment)
    try:
        _until_it_answers(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0


@pytest.mark.parametrize("start", [_HALF_A_HEADER, _HALF_A_BODY, b""], ids=["header", "body", "nothing"])
def test_pages_answer_while_more_sockets_than_threads_hold_half_a_request(site: int, start: bytes) -> None:
    with _held(site, 6, start):
        for _ in range(5):
            assert _answers(site)


def test_pages_answer_while_requests_come_drop_by_drop(site: int) -> None:
    with _held(site, 6, _HALF_A_HEADER) as sockets:
        for _ in range(5):
            for each in sockets:
                each.sendall(b"x")
            assert _answers(site)


def test_a_request_that_comes_slowly_but_whole_is_answered(site: int) -> None:
    with _held(site, 1, b"GET /sante HTTP/1.1\r\n") as (one,):
        for piece in (b"Host: loc", b"alhost\r\n", b"Connection: close\r\n\r\n"):
            one.sendall(piece)
        assert one.recv(100).startswith(b"HTTP/1.1 200")


def test_headers_and_bodies_have_a_limit(site: int) -> None:
    with _held(site, 1, b"GET /sante HTTP/1.1\r\nX-Long: " + b"x" * 40_000 + b"\r\n\r\n") as (one,):
        assert b" 431 " in one.recv(100)
    with _held(site, 1, _HALF_A_BODY.replace(b"1000", b"999999999")) as (one,):
        assert b" 413 " in one.recv(100)


def test_a_process_that_is_replaced_loses_no_request() -> None:
    """Over IPv6, to test that form of address too."""
    with socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::1", 0))
        port = int(probe.getsockname()[1])
    command = [*web_server_command("::1", port, max_requests=3), "--workers=1", "--max-requests-jitter=0"]
    command[command.index("pacte.config.wsgi:application")] = "tests.cli.tiny_site:application"
    server = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": f"src{os.pathsep}."}, cwd=PROJECT_ROOT)
    served = set()
    try:
        _until_it_answers(port, "[::1]")
        until = time.monotonic() + 60
        while len(served) < 3:
            served.add(_asked(port, "[::1]"))
            assert time.monotonic() < until, "it is not replaced"
            time.sleep(0.02)
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0


def test_what_comes_too_slowly_is_cut_and_what_goes_on_coming_is_not() -> None:
    silent, steady = _coming(0, 0), _coming(200, 0)
    arrivals = ArrivalTracker()
    assert arrivals.late_keys({1: silent, 2: steady}, 100.0) == []
    steady.body_bytes_received = 30 * MIN_BYTES_PER_SECOND
    assert arrivals.late_keys({1: silent, 2: steady}, 100.0 + START_GRACE_SECONDS + 1) == [1]
    assert arrivals.late_keys({2: steady}, 100.0 + START_GRACE_SECONDS + 31) == [2]


def test_another_request_on_the_same_connection_starts_its_own_count() -> None:
    arrivals = ArrivalTracker()
    arrivals.late_keys({1: _coming(0, 0)}, 0.0)
    assert arrivals.late_keys({1: _coming(0, 0)}, START_GRACE_SECONDS + 1) == []


def test_a_drop_a_second_is_given_no_more_than_silence() -> None:
    assert allowed_receive_seconds(_coming(60, 0)) < START_GRACE_SECONDS + 1


def _coming(header: int, body: int) -> SimpleNamespace:
    return SimpleNamespace(header_bytes_received=header, body_bytes_received=body)


@contextmanager
def _held(port: int, count: int, start: bytes) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_connection(("127.0.0.1", port), 10)) for _ in range(count)]
        for each in sockets:
            each.sendall(start)
        yield sockets


def _asked(port: int, host: str = "127.0.0.1") -> bytes:
    with urllib.request.urlopen(f"http://{host}:{port}/sante", timeout=10) as answer:
        return bytes(answer.read())


def _answers(port: int) -> bool:
    return _asked(port) == b"ok"


def _until_it_answers(port: int, host: str = "127.0.0.1") -> None:
    until = time.monotonic() + 60
    while True:
        try:
            _asked(port, host)
            return
        except OSError:
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.2)
