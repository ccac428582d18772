"""An empty database filled from the snapshot is what the migrations make of it, to the last policy."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from pacte.kernel.instance import PROGRAM
from pacte.workflows.schema_snapshot import heading, names, read_snapshot, take_snapshot

pytestmark = pytest.mark.django_db
NAMES = ("pacte_by_migrations", "pacte_by_snapshot")
PREPARE = (
    "import django; django.setup(); from pacte.workflows import prepare_database as here; {} here.prepare_database()"
)
ALONE = "here.take_snapshot = lambda *given: False;"
IN_PUBLIC = "relnamespace = 'public'::regnamespace"
_MOVING = re.compile(r"::(character varying|text)(\[\])?|[()]")
# Everything that PostgreSQL holds of our tables, as it would write it again.
SHAPE = {
    "tables": f"select relname, relrowsecurity, relforcerowsecurity, relacl::text from pg_class where {IN_PUBLIC}"
    " and relkind in ('r', 'S', 'v')",
    "columns": "select table_name, column_name, data_type, udt_name, character_maximum_length, is_nullable,"
    " column_default, is_identity from information_schema.columns where table_schema = 'public'",
    "constraints": "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
    " where connamespace = 'public'::regnamespace",
    "indexes": "select indexname, indexdef from pg_indexes where schemaname = 'public'",
    "policies": "select tablename, policyname, roles::text, cmd, qual, with_check from pg_policies",
    "functions": "select proname, pg_get_functiondef(oid), proacl::text from pg_proc"
    " where pronamespace = 'public'::regnamespace and prokind = 'f'",
    "triggers": "select tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal",
    "migrations": "select app, name from django_migrations",
    "types": "select app_label, model from django_content_type",
    "rights": "select t.app_label, p.codename from auth_permission p join django_content_type t"
    " on t.id = p.content_type_id",
}


@pytest.fixture
def empty_databases() -> Iterator[tuple[str, str]]:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], dbname="postgres", autocommit=True) as owner:
        for name in NAMES:
            owner.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
            owner.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        yield NAMES
        for name in NAMES:
            owner.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def prepare(name: str, before: str) -> None:
    named = {
        key: urlunsplit(urlsplit(os.environ[key])._replace(path=f"/{name}"))
        for key in ("DATABASE_URL", "DATABASE_JOBS_URL", "DATABASE_OWNER_URL")
    }
    done = subprocess.run(
        [sys.executable, "-c", PREPARE.format(before)],
        env={**os.environ, **named, "PYTHONPATH": str(PROGRAM / "src"),
             "DJANGO_SETTINGS_MODULE": "pacte.config.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]


def shape(name: str) -> dict[str, list[str]]:
    """As text, without the casts and brackets that PostgreSQL moves about when it reads again what it wrote."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], dbname=name) as owner:
        return {
            what: sorted(_MOVING.sub("", str(row)) for row in owner.execute(asked)) for what, asked in SHAPE.items()
        }


def test_the_snapshot_and_what_came_since_make_what_the_migrations_make(empty_databases: tuple[str, str]) -> None:
    by_migrations, by_snapshot = empty_databases
    prepare(by_migrations, ALONE)
    prepare(by_snapshot, "")
    wanted, found = shape(by_migrations), shape(by_snapshot)
    for what in SHAPE:
        assert found[what] == wanted[what], f"{what}: run scripts/schema.sh"


def test_the_snapshot_names_migrations_of_this_program_and_no_other() -> None:
    known = names(MigrationLoader(connection))
    assert read_snapshot().migrations <= known, "run scripts/schema.sh"
    assert read_snapshot().migrations


def test_a_database_that_holds_tables_is_left_alone() -> None:
    assert take_snapshot(connection, MigrationLoader(connection)) is False  # type: ignore[arg-type]


def test_the_heading_reads_as_it_was_written(tmp_path: Path) -> None:
    loader = MigrationLoader(connection)
    path = tmp_path / "schema.sql"
    path.write_text(heading(18, loader) + "create table nothing ();\n", encoding="utf-8")
    assert (read_snapshot(path).server, read_snapshot(path).migrations) == (18, names(loader))
