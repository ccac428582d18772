"""Preparing the database again repairs what a crash left, and changes nothing otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from pacte.accounts.models import Person
from pacte.infra.instance import PROJECT_ROOT

pytestmark = pytest.mark.django_db
# A process of its own, like a command, because the owner's changes must be committed.
PREPARE = (
    "import django; django.setup();"
    "from pacte.workflows.prepare_database import prepare_database; print(prepare_database())"
)


def prepare() -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PREPARE],
        env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT / "src"), "DJANGO_SETTINGS_MODULE": "pacte.config.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def prepared() -> str:
    done = prepare()
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as made:
        yield made


def trigger_count(owner: psycopg.Connection) -> int:
    return owner.execute("select count(*) from pg_trigger where tgname = 'zz_history'").fetchone()[0]  # type: ignore[index]


def test_a_second_preparation_migrates_nothing() -> None:
    assert prepared() == "False"


def test_rights_and_history_lost_by_a_crash_come_back(owner: psycopg.Connection) -> None:
    before = trigger_count(owner)
    role = sql.Identifier(str(conninfo_to_dict(os.environ["DATABASE_URL"])["user"]))
    owner.execute(sql.SQL("revoke all on accounts_person from {}").format(role))
    owner.execute("drop trigger zz_history on accounts_membership")
    prepared()
    assert trigger_count(owner) == before
    assert Person.objects.count() == 0


def test_every_table_of_ours_keeps_its_history(owner: psycopg.Connection) -> None:
    without = owner.execute(
        "select relname from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace"
        " and (relname like 'plan\\_%' or relname like 'accounts\\_%')"
        " and relname not in ('accounts_loginlink', 'accounts_tokenbucket', 'accounts_guest', 'accounts_guestlink')"
        " and not exists (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'zz_history')"
    ).fetchall()
    assert without == []


def test_a_base_made_by_other_migrations_is_refused_in_one_sentence(owner: psycopg.Connection) -> None:
    owner.execute("insert into django_migrations (app, name, applied) values ('journal', '0003_posts', now())")
    try:
        done = prepare()
        assert done.returncode != 0
        assert "Cette base vient d’une autre version de pacte" in done.stderr
    finally:
        owner.execute("delete from django_migrations where name = '0003_posts'")
