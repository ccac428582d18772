"""A database that one bench makes and removes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import FrameType
from typing import NoReturn

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from pacte.cli.installation import ensure_database_ready
from pacte.kernel.clock import shift_clock, true_today
from pacte.kernel.errors import ConfigurationError
from pacte.workflows.prepare_database import OWNER

_DAY = date(2022, 12, 31)
_DATABASE_PREFIX = "pacte_bench_"  # Followed by the process id.


@contextmanager
def temporary_database() -> Iterator[str]:
    """Create a temporary database on the embedded server and yield its name. Removed at the end.

    It is created by the superuser, beside the database of the instance. It has the day on which the demonstration has
    its four years, so that what is measured does not grow with the date.
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
            shift_clock(days=(_DAY - true_today()).days)
            ensure_database_ready()
            yield name
        finally:
            shift_clock(days=0)
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
