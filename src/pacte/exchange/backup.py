"""Backups that are checked: one file with the dump, and the count and hash of every table at the same instant.

A restore goes into a new database, is compared with those counts and hashes, and only then takes the place of the old.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pacte import __version__
from pacte.kernel.errors import Conflict, Invalid, Misconfigured


class Fingerprint(TypedDict):
    """What tells two states of a table apart."""

    rows: int
    md5: str


_FORMAT = 1
_DUMP, _MANIFEST = "database.dump", "manifest.json"


def back_up(path: Path) -> dict[str, int]:
    """Writes ``path``, all or nothing. Gives the rows by table. Raises ``Conflict`` when the file exists."""
    if path.exists():
        raise Conflict("backup_exists", f"« {path} » existe déjà.", todo="Choisissez un autre nom.")
    address = _address()
    with (
        _server_may_refuse(),
        tempfile.TemporaryDirectory(dir=_folder_of(path)) as folder,
        psycopg.connect(address) as connection,
    ):
        connection.execute("set transaction isolation level repeatable read read only")
        (snapshot,) = connection.execute("select pg_export_snapshot()").fetchone() or ("",)
        dump = Path(folder) / _DUMP
        _tool("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={dump}", address)
        tables = fingerprints(connection)
        manifest = {"format": _FORMAT, "program": __version__, "tables": tables}
        whole = Path(folder) / "whole"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(_MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
            archive.write(dump, _DUMP)
        whole.rename(path)
    return {table: print_["rows"] for table, print_ in tables.items()}


def restore(path: Path) -> dict[str, int]:
    """Puts the backup in place of the present database. Raises ``Invalid`` when it is damaged: nothing is changed."""
    manifest, name = _manifest(path), str(conninfo_to_dict(_address())["dbname"])
    fresh, old = f"{name}_restored", f"{name}_before"
    connections.close_all()
    with _server_may_refuse(), psycopg.connect(_address("postgres"), autocommit=True) as server:
        _drop(server, fresh)
        _create(server, fresh, like=name)
        _fill(path, fresh)
        with psycopg.connect(_address(fresh)) as connection:
            found = fingerprints(connection)
        if found != manifest["tables"]:
            _drop(server, fresh)
            wrong = sorted(
                table for table in {*found, *manifest["tables"]} if found.get(table) != manifest["tables"].get(table)
            )
            raise Invalid(
                "backup_damaged",
                f"La sauvegarde « {path} » ne redonne pas les mêmes lignes.",
                f"Tables en cause : {', '.join(wrong)}.",
                "Rien n’a été changé : employez une autre sauvegarde.",
            )
        _take_place(server, name, fresh, old)
    return {table: print_["rows"] for table, print_ in found.items()}


def fingerprints(connection: psycopg.Connection) -> dict[str, Fingerprint]:
    """Number of rows and a hash of all rows, whatever their order, for every table."""
    names = connection.execute(
        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"
    ).fetchall()
    found: dict[str, Fingerprint] = {}
    for (name,) in names:
        query = sql.SQL(
            "select count(*), md5(coalesce(string_agg(line, '' order by line), '')) from (select md5(t::text) as line"
            " from {} t) lines"
        ).format(sql.Identifier(name))
        rows, digest = connection.execute(query).fetchone() or (0, "")
        found[name] = {"rows": rows, "md5": digest}
    return found


def _fill(path: Path, database: str) -> None:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
        dump = Path(folder) / _DUMP
        with archive.open(_DUMP) as source, dump.open("wb") as target:
            shutil.copyfileobj(source, target)
        _tool("pg_restore", "--exit-on-error", f"--dbname={_address(database)}", str(dump))


def _take_place(server: psycopg.Connection, name: str, fresh: str, old: str) -> None:
    """The swap itself: two renames in one transaction, so that a crash leaves the old base or the new one."""
    _drop(server, old)
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
    _drop(server, old)


def _create(server: psycopg.Connection, database: str, *, like: str) -> None:
    """Belongs to whom the present one belongs to: the owner of the tables must be able to make the next ones."""
    (owner,) = server.execute(
        "select pg_get_userbyid(datdba) from pg_database where datname = %s", [like]
    ).fetchone() or ("",)
    server.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(database), sql.Identifier(owner)))


def _drop(server: psycopg.Connection, database: str) -> None:
    server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))


def _manifest(path: Path) -> dict[str, dict[str, Fingerprint]]:
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            damaged = archive.testzip()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Invalid(
            "backup_unreadable",
            f"« {path} » n’est pas une sauvegarde de pacte.",
            str(error),
            "Donnez un fichier écrit par ./pacte backup.",
        ) from error
    if damaged or manifest.get("format") != _FORMAT:
        raise Invalid(
            "backup_damaged",
            f"La sauvegarde « {path} » est abîmée ou d’un autre format.",
            todo="Rien n’a été changé : employez une autre sauvegarde.",
        )
    return dict(manifest)


def _folder_of(path: Path) -> Path:
    folder = path.absolute().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise Invalid(
            "backup_folder",
            f"Le dossier « {folder} » n’existe pas, ou ne peut pas être écrit.",
            todo="Choisissez un autre dossier.",
        )
    return folder


def _address(database: str = "") -> str:
    """Address of a role that sees every row: the policies are forced on the owner too."""
    if not settings.DATABASE_BACKUP_URL:
        raise Misconfigured(
            "backup_url",
            "La sauvegarde n’a pas d’accès à toutes les lignes.",
            "Les droits par ligne s’imposent aussi au propriétaire des tables.",
            "Donnez DATABASE_BACKUP_URL, d’un rôle BYPASSRLS et CREATEDB, pour cette commande seulement.",
        )
    return make_conninfo(settings.DATABASE_BACKUP_URL, **({"dbname": database} if database else {}))


@contextmanager
def _server_may_refuse() -> Iterator[None]:
    try:
        yield
    except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as error:
        raise Misconfigured(
            "backup_server",
            "PostgreSQL a refusé ce que demande une sauvegarde.",
            str(error).strip(),
            "Voyez la page « Base de données » du guide d’installation, puis relancez.",
        ) from error


def _tool(name: str, *arguments: str) -> None:
    """Runs PostgreSQL's own tool: the one beside the embedded server, else the system's."""
    folder = os.environ.get("PACTE_POSTGRES_BIN")
    program = str(Path(folder) / name) if folder else shutil.which(name)
    if not program:
        raise Misconfigured("postgres_tool", f"{name} n’est pas installé.", todo="Installez le client PostgreSQL.")
    done = subprocess.run([program, *arguments], check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise Misconfigured("postgres_tool", f"{name} a échoué.", done.stderr.strip()[-600:])
