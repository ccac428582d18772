"""Migration that sets, on the versions of an existing database, the instant when they were put in force."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from uuid import uuid4

import psycopg
import pytest

FILL = import_module("pacte.plan.migrations.0004_put_in_force_at").FILL
MADE, TOLD, TOLD_AGAIN = (datetime(2018, month, 1, tzinfo=UTC) for month in (1, 2, 3))


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """Connection of the owner to tables as they were before the column, in a transaction that is rolled back."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        for table in ("plan_planversion", "plan_plan", "accounts_organisation", "audit_auditentry"):
            connection.execute(f"alter table {table} no force row level security")
        connection.execute("alter table plan_planversion drop constraint plan_version_in_force_known")
        yield connection
        connection.rollback()


def insert(owner: psycopg.Connection, table: str, **given: object) -> int:
    """Inserts a row with ``given``, and an empty value in the other required columns. Returns its id."""
    required = owner.execute(
        "select column_name, data_type from information_schema.columns where table_name = %s and is_nullable = 'NO'"
        " and column_default is null and is_identity = 'NO' and is_generated = 'NEVER'",
        [table],
    ).fetchall()
    empty = {"bigint": 0, "integer": 0, "smallint": 2019, "boolean": False, "jsonb": "[]", "ARRAY": [],
             "uuid": str(uuid4()), "timestamp with time zone": MADE, "date": MADE}  # fmt: skip
    values = {name: empty.get(kind, "") for name, kind in required} | given
    row = owner.execute(
        f"insert into {table} ({', '.join(values)}) values ({', '.join(['%s'] * len(values))}) returning id",
        list(values.values()),
    ).fetchone()
    assert row
    return int(row[0])


def version(owner: psycopg.Connection, plan: int, host: int, number: int, state: str) -> int:
    in_force_from = MADE if state == "in_force" else None
    return insert(owner, "plan_planversion", plan_id=plan, organisation_id=host, number=number, state=state,
                  in_force_from=in_force_from)  # fmt: skip


def test_the_instant_is_that_of_the_first_entry_and_else_of_the_version(owner: psycopg.Connection) -> None:
    host = insert(owner, "accounts_organisation", code="essai", kind="region")
    plan = insert(owner, "plan_plan", organisation_id=host, code="essai")
    told, untold, signed = (
        version(owner, plan, host, number, state) for number, state in ((1, "in_force"), (2, "in_force"), (3, "signed"))
    )
    for at in (TOLD_AGAIN, TOLD):
        insert(owner, "audit_auditentry", act="plan.put_in_force", at=at, subject_kind="plan", subject_id=str(plan),
               detail='{"version": 1}')  # fmt: skip
    owner.execute("set constraints all immediate")  # Constraint checks of the inserted rows must run now.
    owner.execute(FILL)
    found = owner.execute("select id, put_in_force_at from plan_planversion where plan_id = %s order by id", [plan])
    assert found.fetchall() == [(told, TOLD), (untold, MADE), (signed, None)]
    owner.execute(FILL)


def test_afterwards_the_tables_bind_their_owner_again(owner: psycopg.Connection) -> None:
    owner.execute(FILL)
    forced = "select relforcerowsecurity from pg_class where relname in ('plan_planversion', 'audit_auditentry')"
    assert owner.execute(forced).fetchall() == [(True,), (True,)]
