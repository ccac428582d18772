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
from pacte.exchange.backup.archive import Archive, Manifest, damaged, opened
from pacte.exchange.backup.fingerprints import Fingerprint, fingerprints
from pacte.exchange.backup.sealing import Keys, is_signed, keys_of, signing_key
from pacte.exchange.backup.server import (
    address,
    create,
    django_on,
    drop,
    present_database,
    server_may_refuse,
    take_place,
    tool,
)
from pacte.exchange.backup.writing import ledger_beside
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
    replay_erasures,
    secure_restored_database,
)
from pacte.workflows.sync_erasure_ledger import sync_erasure_ledger


@dataclass(frozen=True, slots=True)
class Answers:
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
class Restored:
    """Row count by table, what was closed, and the time until which erasures are known."""

    rows: dict[str, int]
    closed: SecuringCounts
    erasures_known_until: datetime


@dataclass(frozen=True, slots=True)
class _Present:
    """State of the database being replaced. ``is_read`` is False when it is unreadable or of another installation."""

    is_read: bool = False
    replaced: ReplacedDatabase = field(default_factory=ReplacedDatabase)


_NO_ANSWER = Answers()


def restore(path: Path, *, actor: Actor, answers: Answers = _NO_ANSWER) -> Restored:
    """Replaces the current database with the backup.

    Raises ``Refused`` for a backup of another kind of installation or of unknown origin, ``Conflict`` when erasures
    are missing, ``Invalid`` when it is damaged or its key is missing. Nothing is changed in these cases.
    """
    keys = _keys(answers)
    with opened(path) as archive:
        manifest = archive.manifest
        _refuse_other_kind(manifest)
        _refuse_unsigned(path, manifest, keys, answers.unsigned)
        archive.check_members()
        tables = archive.tables(keys)
        present = _present(actor, manifest)
        ledger, known_until = _erasures(path, manifest, keys, answers, present)
        closed = _put_in_place(path, archive, keys, tables, actor, present, ledger)
    instance = settings.INSTANCE
    if manifest.identifier != instance.identifier():
        instance.set_identifier(manifest.identifier)
    append_erasures(instance.erasure_ledger_path, ledger.erasures)
    return Restored({table: found["rows"] for table, found in tables.items()}, closed, known_until)


def _put_in_place(
    path: Path,
    archive: Archive,
    keys: Keys,
    tables: dict[str, Fingerprint],
    actor: Actor,
    present: _Present,
    ledger: ErasureLedger,
) -> SecuringCounts:
    name = present_database()
    fresh, old = f"{name}_restored", f"{name}_before"
    connections.close_all()
    with (
        server_may_refuse(),
        psycopg.connect(address("postgres"), autocommit=True) as server,
        ExitStack() as undone,
    ):
        drop(server, fresh)
        undone.callback(drop, server, fresh)
        create(server, fresh, like=name)
        with tool("pg_restore", "--exit-on-error", database=fresh, writes=False) as given:
            archive.dump(given, keys)
        _compare(path, fresh, tables)
        with psycopg.connect(address(fresh)) as restored:
            write_context_keys(restored, site=settings.SITE_ROLE, jobs=settings.JOBS_ROLE)
        with django_on(fresh):
            prepare_database()
            closed = secure_restored_database(actor=actor, erasures=ledger.erasures, replaced=present.replaced)
        take_place(server, name, fresh, old)
    # Erasures made in the replaced database meanwhile are in the ledger by now.
    late = read_erasure_ledger(settings.INSTANCE.erasure_ledger_path).marks() - ledger.marks()
    if late:
        replay_erasures(
            actor=actor,
            erasures=[
                each
                for each in read_erasure_ledger(settings.INSTANCE.erasure_ledger_path).erasures
                if each.mark in late
            ],
        )
    return closed


def _compare(path: Path, database: str, tables: dict[str, Fingerprint]) -> None:
    """Checks row counts and hashes, and refuses synthetic data on a real installation whatever the manifest says."""
    with psycopg.connect(address(database)) as restored:
        found = fingerprints(restored)
        invented = [] if settings.SYNTHETIC_ALLOWED else _invented(restored)
    wrong = sorted(table for table in {*found, *tables} if found.get(table) != tables.get(table))
    if wrong:
        raise damaged(path, f"Elle ne redonne pas les mêmes lignes. Tables en cause : {', '.join(wrong)}.")
    if invented:
        raise PermissionDenied(
            "backup_synthetic",
            "Cette sauvegarde contient des données fictives, et l’installation est réelle.",
            f"Tables en cause : {', '.join(invented)}.",
            "Rien n’a été changé : remettez-la en place dans une démonstration.",
        )


def _invented(restored: psycopg.Connection) -> list[str]:
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


def _keys(answers: Answers) -> Keys:
    found = keys_of(answers.identity) if answers.identity else Keys()
    signatures = (signing_key(settings.SECRET_KEY), *found.signatures)
    if answers.former_key:
        try:
            signatures += (signing_key(answers.former_key.read_text(encoding="utf-8").strip()),)
        except (OSError, UnicodeDecodeError) as error:
            raise ValidationError(
                "backup_former_key",
                f"« {answers.former_key} » ne peut pas être lu.",
                str(error),
                "Donnez la copie du fichier secret-key de la machine perdue.",
            ) from error
    return Keys(found.identities, signatures)


def _refuse_other_kind(manifest: Manifest) -> None:
    here = settings.INSTANCE.name
    if manifest.instance != here:
        raise PermissionDenied(
            "backup_other_instance",
            f"Cette sauvegarde est celle d’une installation « {manifest.instance} », et celle-ci est « {here} ».",
            "Une démonstration n’entre pas dans une installation réelle, ni l’inverse.",
            f"Rien n’a été changé : donnez une sauvegarde de « {here} », ou nommez l’autre par --instance.",
        )


def _refuse_unsigned(path: Path, manifest: Manifest, keys: Keys, accepted: str) -> None:
    if is_signed(manifest.text, manifest.signature, keys.signatures):
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


def _present(actor: Actor, manifest: Manifest) -> _Present:
    """Completes the ledger from the database about to be replaced, and reads the state of its accounts."""
    if manifest.identifier != settings.INSTANCE.identifier():
        return _Present()
    try:
        if "accounts_person" not in connection.introspection.table_names():
            return _Present()
        sync_erasure_ledger(actor=actor)
        with acting_as(actor):
            return _Present(True, ReplacedDatabase(account_states(actor=actor), partner_states(actor=actor)))
    except DatabaseError:
        # Damaged or of another version: a restore must remain possible. The caller reports what is unknown.
        return _Present()


def _erasures(
    path: Path, manifest: Manifest, keys: Keys, answers: Answers, present: _Present
) -> tuple[ErasureLedger, datetime]:
    """All known erasures, and until when. Raises ``Conflict`` when days are missing without the operator's consent."""
    own = read_erasure_ledger(settings.INSTANCE.erasure_ledger_path)
    beside = ledger_beside(path, manifest.instance, manifest.identifier)
    copies = [read_erasure_ledger(each) for each in (beside, answers.ledger) if each]
    whole = own
    for copy in copies:
        whole = whole.merge(copy)
    if present.is_read:
        return whole, now()
    known = [moment for copy in (own, *copies) if (moment := copy.complete_until(keys.signatures))]
    until = max([manifest.made_at, *known])
    if not answers.without_newest_ledger:
        first, last = until.astimezone(PARIS), now().astimezone(PARIS)
        raise Conflict(
            "erasures_missing",
            f"Le registre des effacements s’arrête au {first:%d/%m/%Y à %H:%M}.",
            f"Qui a été effacé, quel compte ou quel partenaire a été fermé, du {first:%d/%m/%Y} au {last:%d/%m/%Y},"
            " n’est pas connu : ils reviendraient.",
            "Donnez le registre le plus récent par --ledger ; s’il n’y en a pas, acceptez-le par"
            " --without-newest-ledger, puis refaites à la main les effacements de ces jours.",
        )
    return whole, until
