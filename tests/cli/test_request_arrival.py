"""The instant of a request is that of its arrival, however long it waited: the real server, with one thread."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from pacte.cli.request_arrival import seconds_since_data
from pacte.cli.site_server import web_server_command
from pacte.infra.instance import PROJECT_ROOT
from tests.cli.slow_site import PAGE_SECONDS

pytestmark = pytest.mark.xdist_group("served")
_REQUESTS = 4


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found = int(probe.getsockname()[1])
    command = [word for word in web_server_command("127.0.0.1", found) if not word.startswith("--threads")]
    command[command.index("pacte.config.wsgi:application")] = "tests.cli.slow_site:application"
    environment = os.environ | {"PYTHONPATH": f"src{os.pathsep}."}
    server = subprocess.Popen([*command, "--workers=1", "--threads=1"], env=environment, cwd=PROJECT_ROOT)
    try:
        _until_it_answers(found)
        yield found
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0


def test_who_waits_behind_others_keeps_the_instant_of_the_arrival(port: int) -> None:
    sent_at = time.time()
    with ThreadPoolExecutor(_REQUESTS) as clients:
        instants = list(clients.map(lambda rank: _instants(port, f"/{rank}"), range(_REQUESTS)))
    assert max(began for _, began in instants) > sent_at + PAGE_SECONDS * (_REQUESTS - 1), "they waited"
    assert max(arrived for arrived, _ in instants) < sent_at + PAGE_SECONDS


def test_no_header_of_a_client_says_when_it_arrived(port: int) -> None:
    arrived, began = _instants(port, "/1", {"Pacte.arrived_at": "1.0", "pacte.arrived-at": "1.0"})
    assert arrived == pytest.approx(began, abs=5)


def test_the_kernel_says_how_long_data_waited_for_the_connection_to_be_accepted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as client:
        client.sendall(b"pressed")
        time.sleep(0.4)
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(10) == b"pressed"
            assert seconds_since_data(connection) == pytest.approx(0.4, abs=0.2)


def test_a_socket_of_another_family_says_nothing() -> None:
    here, there = socket.socketpair()
    with here, there:
        assert seconds_since_data(here) == 0.0


def _instants(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[float, float]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers or {})
    with urllib.request.urlopen(request, timeout=30) as answer:
        arrived, began = answer.read().split()
    return float(arrived), float(began)


def _until_it_answers(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            _instants(port, "/sante")
            return
        except OSError:
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.2)
