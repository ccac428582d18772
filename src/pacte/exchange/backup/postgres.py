"""PostgreSQL helpers for backups: connection string, command-line tools, creating and swapping databases."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pacte.kernel.errors import ConfigurationError


def backup_dsn(database: str = "") -> str:
    """Connection string of a role that sees every row: row policies also apply to the owner."""
    if not settings.DATABASE_BACKUP_URL:
        raise ConfigurationError(
            "backup_url",
            "La sauvegarde n’a pas d’accès à toutes les lignes.",
            "Les droits par ligne s’imposent aussi au propriétaire des tables.",
            "Donnez DATABASE_BACKUP_URL, d’un rôle BYPASSRLS et CREATEDB, pour cette commande seulement.",
        )
    return make_conninfo(settings.DATABASE_BACKUP_URL, **({"dbname": database} if database else {}))


def current_database_name() -> str:
    return str(conninfo_to_dict(backup_dsn())["dbname"])


@contextmanager
def explain_server_errors() -> Iterator[None]:
    try:
        yield
    except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as error:
        raise ConfigurationError(
            "backup_server",
            "PostgreSQL a refusé ce que demande une sauvegarde.",
            str(error).strip(),
            "Voyez la page « Base de données » du guide d’installation, puis relancez.",
        ) from error


@contextmanager
def run_postgres_tool(name: str, *arguments: str, database: str = "", writes: bool) -> Iterator[IO[bytes]]:
    """Runs a PostgreSQL command-line tool. Yields its output when ``writes``, else its input.

    The password goes through the environment, since every user of the machine can see arguments. Raises
    ``ConfigurationError`` when the tool fails, instead of the error of the block.
    """
    parameters = conninfo_to_dict(backup_dsn(database))
    password = str(parameters.pop("password", ""))
    command = [_program_path(name), *arguments, f"--dbname={make_conninfo('', **parameters)}"]
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    with tempfile.TemporaryFile() as error_file:
        process = subprocess.Popen(  # noqa: S603 - PostgreSQL's own program
            command,
            env=environment,
            stdin=subprocess.DEVNULL if writes else subprocess.PIPE,
            stdout=subprocess.PIPE if writes else subprocess.DEVNULL,
            stderr=error_file,
        )
        stream = process.stdout if writes else process.stdin
        assert stream is not None
        is_aborted = True
        try:
            yield stream
            is_aborted = False
        except BrokenPipeError:
            is_aborted = False  # The tool ended before reading everything: its own error is more useful.
        finally:
            if is_aborted:
                process.kill()
            _close_quietly(stream)
            code = process.wait()
        if code:
            error_file.seek(0)
            raise ConfigurationError(
                "postgres_tool", f"{name} a échoué.", error_file.read().decode(errors="replace").strip()[-600:]
            )


@contextmanager
def django_connected_to(database: str) -> Iterator[None]:
    """Points Django's connections to another database of the same server."""
    before = {alias: connections.databases[alias]["NAME"] for alias in connections.databases}
    connections.close_all()
    try:
        for alias in before:
            connections.databases[alias]["NAME"] = connections[alias].settings_dict["NAME"] = database
        yield
    finally:
        connections.close_all()
        for alias, name in before.items():
            connections.databases[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name


def create_database(server: psycopg.Connection, database: str, *, like: str) -> None:
    """Creates a database with the owner of ``like``: the owner of the tables must be able to create new ones."""
    (owner,) = server.execute(
        "select pg_get_userbyid(datdba) from pg_database where datname = %s", [like]
    ).fetchone() or ("",)
    server.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(database), sql.Identifier(owner)))


def drop_database(server: psycopg.Connection, database: str) -> None:
    server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))


def swap_databases(server: psycopg.Connection, name: str, fresh: str, old: str) -> None:
    """Swaps the databases: two renames in one transaction, so that a crash leaves the old one or the new one."""
    drop_database(server, old)
    with server.transaction():
        server.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = any(%s) and pid <> pg_backend_pid()",
            [[name, fresh]],
        )
        for before, after in ((name, old), (fresh, name)):
            server.execute(
                sql.SQL("alter database {} rename to {}").format(sql.Identifier(before), sql.Identifier(after))
            )
    drop_database(server, old)


def _program_path(name: str) -> str:
    """The program shipped with the embedded server, else the one of the system."""
    folder = os.environ.get("PACTE_POSTGRES_BIN")
    program = str(Path(folder) / name) if folder else shutil.which(name)
    if not program:
        raise ConfigurationError("postgres_tool", f"{name} n’est pas installé.", hint="Installez le client PostgreSQL.")
    return program


def _close_quietly(stream: IO[bytes]) -> None:
    with suppress(BrokenPipeError):  # The remaining buffer has no reader.
        stream.close()
