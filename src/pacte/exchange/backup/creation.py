"""Creates a backup: the dump and, from the same snapshot, row count and hash of every table, in one private file."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings

from pacte.exchange.backup.archive import BackupArchiveWriter
from pacte.exchange.backup.crypto import parse_recipients, signing_key
from pacte.exchange.backup.fingerprints import table_fingerprints
from pacte.exchange.backup.postgres import backup_dsn, explain_server_errors, run_postgres_tool
from pacte.infra.erasure_ledger import read_erasure_ledger, write_erasure_ledger
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError
from pacte.workflows.sync_erasure_ledger import sync_erasure_ledger

_PARTIAL_SUFFIX = ".pacte-part"
# Older versions, when killed, left a temporary folder with these names.
_LEFTOVER_NAMES = frozenset({"database.dump", "whole"})


@dataclass(frozen=True, slots=True)
class BackupResult:
    """``rows``: count by table. ``identifier``: the installation. ``ledger``: copy of the erasure ledger."""

    rows: dict[str, int]
    identifier: str
    is_encrypted: bool
    ledger: Path


def create_backup(
    path: Path, *, actor: Actor, recipients: Sequence[str] = (), unencrypted: bool = False
) -> BackupResult:
    """Writes ``path`` atomically, encrypted for the ``recipients``, and the erasure ledger in the same folder.

    A real installation needs ``unencrypted`` to be saved in clear. Raises ``Conflict`` when the file exists,
    ``ValidationError`` without a recipient.
    """
    public_keys = list(recipients) or ([] if unencrypted else settings.BACKUP_RECIPIENTS)
    if not public_keys and not unencrypted and not settings.SYNTHETIC_ALLOWED:
        raise ValidationError(
            "backup_clear",
            "Une sauvegarde réelle se chiffre, et aucune clé n’est donnée.",
            "Elle contient les noms, les informations protégées et les mots de passe hachés.",
            "Faites une paire de clés par ./pacte backup keygen, puis donnez la clé publique par --recipient ou"
            " PACTE_BACKUP_RECIPIENT ; ou demandez une sauvegarde en clair par --clear.",
        )
    keys = parse_recipients(public_keys)
    if path.exists():
        raise Conflict("backup_exists", f"« {path} » existe déjà.", hint="Choisissez un autre nom.")
    folder = _folder_of(path)
    _remove_leftovers(folder)
    instance, key = settings.INSTANCE, signing_key(settings.SECRET_KEY)
    sync_erasure_ledger(actor=actor)
    # Read before the snapshot: an erasure made in between belongs to the next ledger, not to this one.
    made_at, ledger = now(), read_erasure_ledger(instance.erasure_ledger_path)
    with (
        explain_server_errors(),
        _partial_file(path) as part,
        zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as file,
        psycopg.connect(backup_dsn()) as connection,
    ):
        archive = BackupArchiveWriter(file, keys)
        rows = _write_members(archive, connection)
        archive.add_manifest(instance=instance.name, identifier=instance.identifier(), made_at=made_at, key=key)
    copy = erasure_ledger_path(path, instance.name, instance.identifier())
    write_erasure_ledger(copy, ledger.with_checkpoint(made_at, key))
    return BackupResult(rows, instance.identifier(), bool(keys), copy)


def erasure_ledger_path(path: Path, instance: str, identifier: str) -> Path:
    """Path of the erasure ledger, in the folder of the backups. The newest backup writes the newest ledger."""
    return path.absolute().parent / f"effacements-{instance}-{identifier[:8]}.txt"


def _write_members(archive: BackupArchiveWriter, connection: psycopg.Connection) -> dict[str, int]:
    connection.execute("set transaction isolation level repeatable read read only")
    (snapshot,) = connection.execute("select pg_export_snapshot()").fetchone() or ("",)
    # The keys of the instance's context stay in it (docs/adr/0019).
    exclude_option = "--exclude-table-data=pacte_private.*"
    with run_postgres_tool("pg_dump", "--format=custom", exclude_option, f"--snapshot={snapshot}", writes=True) as dump:
        archive.add_dump(dump)
    tables = table_fingerprints(connection)
    archive.add_tables(tables)
    return {table: fingerprint["rows"] for table, fingerprint in tables.items()}


@contextmanager
def _partial_file(path: Path) -> Iterator[IO[bytes]]:
    """A private file next to ``path``, locked while it is written, renamed to ``path`` at the end."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_PARTIAL_SUFFIX}")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            file.flush()
            os.fsync(file.fileno())
            part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def _remove_leftovers(folder: Path) -> None:
    """Deletes the leftovers of killed backups. A running backup holds a lock on its file."""
    for part in folder.glob(f".*{_PARTIAL_SUFFIX}"):
        if part.stat().st_uid != os.geteuid():
            continue
        with part.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            part.unlink(missing_ok=True)
    for leftover in folder.glob("tmp*"):
        if leftover.is_dir() and leftover.stat().st_uid == os.geteuid():
            names = {each.name for each in leftover.iterdir()}
            if names and names <= _LEFTOVER_NAMES:
                shutil.rmtree(leftover, ignore_errors=True)


def _folder_of(path: Path) -> Path:
    folder = path.absolute().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise ValidationError(
            "backup_folder",
            f"Le dossier « {folder} » n’existe pas, ou ne peut pas être écrit.",
            hint="Choisissez un autre dossier.",
        )
    return folder
