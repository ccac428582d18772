"""Restores a backup: loads it into a new database, verifies it, replays erasures, then swaps the databases."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection, connections
from psycopg import sql

from pacte.accounts.queries.account_states import account_states
from pacte.accounts.row_context import acting_as
from pacte.exchange.backup.archive import BackupArchive, BackupManifest, damaged_backup, open_backup
from pacte.exchange.backup.creation import erasure_ledger_path
from pacte.exchange.backup.crypto import BackupKeys, has_valid_signature, read_key_file, signing_key
from pacte.exchange.backup.fingerprints import Fingerprint, table_fingerprints
from pacte.exchange.backup.postgres import (
    backup_dsn,
    create_database,
    current_database_name,
    django_connected_to,
    drop_database,
    explain_server_errors,
    run_postgres_tool,
    swap_databases,
)
from pacte.infra.erasure_ledger import ErasureLedger, append_erasures, read_erasure_ledger
from pacte.interop.queries.partner_states import partner_states
from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS, now
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.workflows.context_keys import write_context_keys
from pacte.workflows.prepare_database import prepare_database
from pacte.workflows.secure_restored_database import (
    ReplacedDatabase,
    SecuringCounts,
    replay_case_erasures,
    replay_erasures,
    secure_restored_database,
)
from pacte.workflows.sync_erasure_ledger import sync_erasure_ledger


@dataclass(frozen=True, slots=True)
class RestoreOptions:
    """Files and consents given by the operator. No key is stored.

    ``identity``: file of the private key. ``former_key``: file of the secret key of a lost machine.
    ``unsigned``: identifier of the installation whose backup is accepted without a valid signature.
    ``ledger``: file of the newest erasure ledger. ``without_newest_ledger``: accepts that the erasures of the missing
    days are undone.
    """

    identity: Path | None = None
    former_key: Path | None = None
    unsigned: str = ""
    ledger: Path | None = None
    without_newest_ledger: bool = False


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """Row count by table, what was closed, and the time until which erasures are known."""

    rows: dict[str, int]
    closed: SecuringCounts
    erasures_known_until: datetime


@dataclass(frozen=True, slots=True)
class _CurrentDatabase:
    """State of the database being replaced. ``is_read`` is False when it is unreadable or of another installation."""

    is_read: bool = False
    replaced: ReplacedDatabase = field(default_factory=ReplacedDatabase)


_DEFAULT_OPTIONS = RestoreOptions()


def restore_backup(path: Path, *, actor: Actor, options: RestoreOptions = _DEFAULT_OPTIONS) -> RestoreResult:
    """Replaces the current database with the backup.

    Raises ``PermissionDenied`` for a backup of another kind of installation or of unknown origin, ``Conflict`` when
    erasures are missing, ``ValidationError`` when it is damaged or its key is missing. Nothing is changed in these
    cases.
    """
    keys = _load_keys(options)
    with open_backup(path) as archive:
        manifest = archive.manifest
        _refuse_other_instance(manifest)
        _refuse_unsigned(path, manifest, keys, options.unsigned)
        archive.check_members()
        tables = archive.read_tables(keys)
        current = _read_current_database(actor, manifest)
        ledger, known_until = _known_erasures(path, manifest, keys, options, current)
        closed = _load_and_swap(path, archive, keys, tables, actor, current, ledger)
    instance = settings.INSTANCE
    if manifest.identifier != instance.identifier():
        instance.set_identifier(manifest.identifier)
    append_erasures(instance.erasure_ledger_path, ledger.erasures)
    return RestoreResult({table: fingerprint["rows"] for table, fingerprint in tables.items()}, closed, known_until)


def _load_and_swap(
    path: Path,
    archive: BackupArchive,
    keys: BackupKeys,
    tables: dict[str, Fingerprint],
    actor: Actor,
    current: _CurrentDatabase,
    ledger: ErasureLedger,
) -> SecuringCounts:
    name = current_database_name()
    fresh, old = f"{name}_restored", f"{name}_before"
    connections.close_all()
    with (
        explain_server_errors(),
        psycopg.connect(backup_dsn("postgres"), autocommit=True) as server,
        ExitStack() as rollback,
    ):
        drop_database(server, fresh)
        rollback.callback(drop_database, server, fresh)
        create_database(server, fresh, like=name)
        with run_postgres_tool("pg_restore", "--exit-on-error", database=fresh, writes=False) as dump_input:
            archive.extract_dump(dump_input, keys)
        _check_restored_rows(path, fresh, tables)
        with psycopg.connect(backup_dsn(fresh)) as restored:
            write_context_keys(restored, site=settings.SITE_ROLE, jobs=settings.JOBS_ROLE)
        with django_connected_to(fresh):
            prepare_database()
            closed = secure_restored_database(actor=actor, erasures=ledger.erasures, replaced=current.replaced)
        swap_databases(server, name, fresh, old)
    # Erasures made in the replaced database meanwhile are in the ledger by now.
    missed_marks = read_erasure_ledger(settings.INSTANCE.erasure_ledger_path).marks() - ledger.marks()
    if missed_marks:
        late = [
            each
            for each in read_erasure_ledger(settings.INSTANCE.erasure_ledger_path).erasures
            if each.mark in missed_marks
        ]
        replay_erasures(actor=actor, erasures=late)
        replay_case_erasures(actor=actor, erasures=late)
    return closed


def _check_restored_rows(path: Path, database: str, tables: dict[str, Fingerprint]) -> None:
    """Checks row counts and hashes, and refuses synthetic data on a real installation whatever the manifest says."""
    with psycopg.connect(backup_dsn(database)) as restored:
        restored_tables = table_fingerprints(restored)
        synthetic_tables = [] if settings.SYNTHETIC_ALLOWED else _synthetic_tables(restored)
    differing_tables = sorted(
        table for table in {*restored_tables, *tables} if restored_tables.get(table) != tables.get(table)
    )
    if differing_tables:
        raise damaged_backup(
            path, f"Elle ne redonne pas les mêmes lignes. Tables en cause : {', '.join(differing_tables)}."
        )
    if synthetic_tables:
        raise PermissionDenied(
            "backup_synthetic",
            "Cette sauvegarde contient des données fictives, et l’installation est réelle.",
            f"Tables en cause : {', '.join(synthetic_tables)}.",
            "Rien n’a été changé : remettez-la en place dans une démonstration.",
        )


def _synthetic_tables(restored: psycopg.Connection) -> list[str]:
    """Tables with at least one row marked as synthetic."""
    named = restored.execute(
        "select table_name from information_schema.columns"
        " where table_schema = 'public' and column_name = 'is_synthetic' order by 1"
    ).fetchall()
    return [
        table
        for (table,) in named
        if restored.execute(
            sql.SQL("select 1 from {} where is_synthetic limit 1").format(sql.Identifier(table))
        ).fetchone()
    ]


def _load_keys(options: RestoreOptions) -> BackupKeys:
    operator_keys = read_key_file(options.identity) if options.identity else BackupKeys()
    signatures = (signing_key(settings.SECRET_KEY), *operator_keys.signatures)
    if options.former_key:
        try:
            signatures += (signing_key(options.former_key.read_text(encoding="utf-8").strip()),)
        except (OSError, UnicodeDecodeError) as error:
            raise ValidationError(
                "backup_former_key",
                f"« {options.former_key} » ne peut pas être lu.",
                str(error),
                "Donnez la copie du fichier secret-key de la machine perdue.",
            ) from error
    return BackupKeys(operator_keys.identities, signatures)


def _refuse_other_instance(manifest: BackupManifest) -> None:
    here = settings.INSTANCE.name
    if manifest.instance != here:
        raise PermissionDenied(
            "backup_other_instance",
            f"Cette sauvegarde est celle d’une installation « {manifest.instance} », et celle-ci est « {here} ».",
            "Une démonstration n’entre pas dans une installation réelle, ni l’inverse.",
            f"Rien n’a été changé : donnez une sauvegarde de « {here} », ou nommez l’autre par --instance.",
        )


def _refuse_unsigned(path: Path, manifest: BackupManifest, keys: BackupKeys, accepted: str) -> None:
    if has_valid_signature(manifest.text, manifest.signature, keys.signatures):
        return
    if accepted and accepted == manifest.identifier:
        return
    raise PermissionDenied(
        "backup_unsigned",
        f"Rien ne prouve que « {path} » vient de cette installation.",
        f"Sa signature n’est pas celle de la clé d’ici : elle a été changée, ou écrite par l’installation"
        f" {manifest.identifier}, sur une autre machine.",
        "Donnez --identity (le fichier de clé privée porte de quoi vérifier) ou --key-file (la clé secrète de l’autre"
        " machine) ; à défaut, si vous savez d’où vient ce fichier, --accept-unsigned suivi de cet identifiant.",
    )


def _read_current_database(actor: Actor, manifest: BackupManifest) -> _CurrentDatabase:
    """Completes the ledger from the database about to be replaced, and reads the state of its accounts."""
    if manifest.identifier != settings.INSTANCE.identifier():
        return _CurrentDatabase()
    try:
        if "accounts_person" not in connection.introspection.table_names():
            return _CurrentDatabase()
        sync_erasure_ledger(actor=actor)
        with acting_as(actor):
            return _CurrentDatabase(True, ReplacedDatabase(account_states(actor=actor), partner_states(actor=actor)))
    except DatabaseError:
        # Damaged or of another version: a restore must remain possible. The caller reports what is unknown.
        return _CurrentDatabase()


def _known_erasures(
    path: Path, manifest: BackupManifest, keys: BackupKeys, options: RestoreOptions, current: _CurrentDatabase
) -> tuple[ErasureLedger, datetime]:
    """All known erasures, and until when. Raises ``Conflict`` when days are missing without the operator's consent."""
    local_ledger = read_erasure_ledger(settings.INSTANCE.erasure_ledger_path)
    ledger_path = erasure_ledger_path(path, manifest.instance, manifest.identifier)
    copies = [read_erasure_ledger(each) for each in (ledger_path, options.ledger) if each]
    ledger = local_ledger
    for copy in copies:
        ledger = ledger.merge(copy)
    if current.is_read:
        return ledger, now()
    known_dates = [moment for copy in (local_ledger, *copies) if (moment := copy.complete_until(keys.signatures))]
    until = max([manifest.made_at, *known_dates])
    if not options.without_newest_ledger:
        first, last = until.astimezone(PARIS), now().astimezone(PARIS)
        raise Conflict(
            "erasures_missing",
            f"Le registre des effacements s’arrête au {first:%d/%m/%Y à %H:%M}.",
            f"Qui a été effacé, quel compte ou quel partenaire a été fermé, du {first:%d/%m/%Y} au {last:%d/%m/%Y},"
            " n’est pas connu : ils reviendraient.",
            "Donnez le registre le plus récent par --ledger ; s’il n’y en a pas, acceptez-le par"
            " --without-newest-ledger, puis refaites à la main les effacements de ces jours.",
        )
    return ledger, until
