"""Each reader, with each verb, reaches the protected rows that row_access.toml lists, and no other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pacte.infra.embedded_postgres import APPLICATION, JOBS, SUPERUSER
from tests.row_access.context import become
from tests.row_access.expected import JOBS_ALONE, TABLES, check_table
from tests.row_access.measuring import Matrix, as_role, measured, protected_tables
from tests.row_access.readers import READERS
from tests.row_access.world import build

pytestmark = pytest.mark.skipif(
    "PACTE_TEST_DATABASE_URL" in os.environ, reason="the world is made by the superuser of the embedded server"
)

_CONTACTS = "journeys_learnercontact"
_READ_POLICIES = "select policyname from pg_policies where tablename = %s and cmd in ('SELECT', 'ALL')"


@pytest.fixture(scope="module")
def superuser(django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    """Superuser connection in one transaction, never committed."""
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], user=SUPERUSER)) as connection:
        yield connection
        connection.rollback()


@pytest.fixture(scope="module")
def found(superuser: psycopg.Connection[Any]) -> Matrix:
    return measured(superuser, build(superuser), role=APPLICATION, readers=READERS)


def test_every_table_that_has_policies_is_in_the_file_and_no_other(superuser: psycopg.Connection[Any]) -> None:
    assert sorted(protected_tables(superuser)) == list(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_each_reader_reaches_the_rows_that_the_file_says(found: Matrix, table: str) -> None:
    check_table(found, table)


def test_a_policy_that_is_dropped_is_seen(superuser: psycopg.Connection[Any]) -> None:
    """A seeded fault. The others are in tests/web/access/test_seeded_faults.py."""
    readers = {name: READERS[name] for name in ("adviser", "intruder")}
    with superuser.transaction(force_rollback=True):
        tables = build(superuser)
        check_table(measured(superuser, tables, role=APPLICATION, readers=readers), _CONTACTS, readers)
        for (policy,) in superuser.execute(_READ_POLICIES, [_CONTACTS]).fetchall():
            superuser.execute(sql.SQL("drop policy {} on {}").format(sql.Identifier(policy), sql.Identifier(_CONTACTS)))
        broken = measured(superuser, tables, role=APPLICATION, readers=readers)
        with pytest.raises(AssertionError, match=_CONTACTS):
            check_table(broken, _CONTACTS, readers)


def test_the_machine_of_the_jobs_writes_what_the_site_may_not(
    found: Matrix, superuser: psycopg.Connection[Any]
) -> None:
    machine = {"machine": READERS["machine"]}
    by_jobs = measured(superuser, build(superuser), role=JOBS, readers=machine)
    more = {
        table
        for (table, verb), rows in by_jobs.items()
        if rows["machine"] != found.get((table, verb), {}).get("machine")
    }
    assert more == JOBS_ALONE


def test_nobody_reads_the_keys(superuser: psycopg.Connection[Any]) -> None:
    for role in (APPLICATION, JOBS):
        with as_role(superuser, role):
            become(superuser, READERS["machine"])
            for asked in (
                "select * from pacte_private.context_key",
                "copy pacte_private.context_key to stdout",
                "select pacte_private.act_as_machine()",
                "create function pacte_private.mine() returns int language sql as 'select 1'",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege), superuser.transaction():
                    superuser.execute(sql.SQL(asked))
