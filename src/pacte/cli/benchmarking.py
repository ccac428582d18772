"""Helpers shared by benchmarks: temporary database, timed requests in process or to a server, 95th percentile."""

from __future__ import annotations

import math
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connections
from django.test import Client
from psycopg import sql

from pacte.cli.installation import ensure_database_ready
from pacte.cli.site_server import DEFAULT_WORKERS, HIDDEN_FROM_WEB_SERVER, web_server_command
from pacte.kernel.errors import ConfigurationError
from pacte.workflows.prepare_database import OWNER

_START_SECONDS = 30.0
_DATABASE_PREFIX = "pacte_bench_"  # Followed by the process id.


@contextmanager
def temporary_database() -> Iterator[str]:
    """Create a temporary database on the embedded server and yield its name. Removed at the end.

    It is created by the superuser, beside the database of the instance.
    """
    if not settings.DATABASE_BACKUP_URL or OWNER not in connections.databases:
        raise ConfigurationError(
            "bench_database",
            "La mesure écrit dans une base à elle, que seule la base embarquée permet de créer.",
            hint="Retirez DATABASE_URL de l’environnement, puis recommencez.",
        )
    name = f"{_DATABASE_PREFIX}{os.getpid()}"
    base = sql.Identifier(name)
    owner = sql.Identifier(connections[OWNER].settings_dict["USER"])
    # On SIGTERM, exit normally so that the database is removed.
    previous_handler = signal.signal(signal.SIGTERM, _raise_exit)
    with psycopg.connect(settings.DATABASE_BACKUP_URL, autocommit=True) as superuser:
        _drop_stale_databases(superuser)
        superuser.execute(sql.SQL("create database {} owner {}").format(base, owner))
        try:
            for alias in connections.databases:
                connections[alias].close()
                connections[alias].settings_dict["NAME"] = name
            ensure_database_ready()
            yield name
        finally:
            connections.close_all()
            _drop_database(superuser, name)
            signal.signal(signal.SIGTERM, previous_handler)


def _raise_exit(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _drop_stale_databases(superuser: psycopg.Connection) -> None:
    """Drop the databases of killed benchmarks: their process no longer exists."""
    names = superuser.execute(
        "select datname from pg_database where starts_with(datname, %s)", [_DATABASE_PREFIX]
    ).fetchall()
    for (name,) in names:
        process = name.removeprefix(_DATABASE_PREFIX)
        if process.isdigit() and not _is_running(int(process)):
            _drop_database(superuser, name)


def _drop_database(superuser: psycopg.Connection, name: str) -> None:
    superuser.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def running_site(database: str) -> Iterator[str]:
    """Serve the site on the database with the usual number of workers, on a free port; yield its URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in HIDDEN_FROM_WEB_SERVER}
    parts = urlsplit(os.environ["DATABASE_URL"])
    environment["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{database}"))
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


def percentile_95(seconds: Sequence[float]) -> float:
    """Return the smallest value that at least 95 % of the values do not exceed."""
    return sorted(seconds)[math.ceil(0.95 * len(seconds)) - 1]
