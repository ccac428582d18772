"""Timed requests, in this process or to a server, and the 95th percentile of their times."""

from __future__ import annotations

import math
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pacte.cli.site_server import DEFAULT_WORKERS, HIDDEN_FROM_WEB_SERVER, web_server_command
from pacte.infra.instance import PROJECT_ROOT
from pacte.kernel.errors import ConfigurationError

_START_SECONDS = 30.0
_TRANSACTION_WORDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def running_site(database: str, *, settings_module: str = "") -> Iterator[str]:
    """Serve the site on the database with the usual number of workers, on a free port; yield its URL.

    ``settings_module``: other settings than those of the product, in this folder.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in HIDDEN_FROM_WEB_SERVER}
    parts = urlsplit(os.environ["DATABASE_URL"])
    environment["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{database}"))
    if settings_module:
        environment["DJANGO_SETTINGS_MODULE"] = settings_module
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(PROJECT_ROOT), environment.get("PYTHONPATH"))))
    server = subprocess.Popen(web_server_command("127.0.0.1", port, max_requests=0), env=environment)  # noqa: S603
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(address, server)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            timed_fetch(f"{address}/sante")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise ConfigurationError("bench_server", "Le serveur de la mesure ne répond pas.", hint="Recommencez.")


def timed_fetch(address: str) -> float:
    """Return the seconds from the request to the last byte of the page."""
    started = time.perf_counter()
    with urllib.request.urlopen(address) as answer:  # noqa: S310 — our own server
        answer.read()
    return time.perf_counter() - started


def timed_fetch_all(addresses: Sequence[str]) -> list[float]:
    """Time all pages, with as many clients as the server has workers."""
    with ThreadPoolExecutor(DEFAULT_WORKERS) as clients:
        return list(clients.map(timed_fetch, addresses))


def timed_get(client: Client, address: str) -> float:
    """Return the seconds that the page takes in this process.

    Raises ``ConfigurationError`` when the status is not 200.
    """
    started = time.perf_counter()
    answer = client.get(address)
    elapsed = time.perf_counter() - started
    if answer.status_code != 200:
        raise ConfigurationError(
            "bench_page", f"La page {address} répond {answer.status_code}.", hint="Corrigez-la, puis recommencez."
        )
    return elapsed


def count_queries(client: Client, address: str) -> int:
    """Return the statements of one reading, without those that begin, end or mark a transaction."""
    # The log of a connection keeps its last 9,000 statements: what is counted starts from an empty one.
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return sum(not each["sql"].startswith(_TRANSACTION_WORDS) for each in captured.captured_queries)


def percentile_95(seconds: Sequence[float]) -> float:
    """Return the smallest value that at least 95 % of the values do not exceed."""
    return sorted(seconds)[math.ceil(0.95 * len(seconds)) - 1]
