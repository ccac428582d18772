"""A context is valid only with its signature, for its role, its backend and its transaction.

A setting set by hand opens nothing. The threat is SQL that runs through the connection of the site, not code that runs
in its process.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pacte.accounts.models import Membership
from pacte.accounts.row_context import SETTING, acting_as, set_row_context, system_elevation
from pacte.audit.models import RowChange
from pacte.infra.embedded_postgres import APPLICATION, SUPERUSER
from pacte.infra.signed_context import row_context_of
from pacte.kernel.actor import NOBODY
from tests.cast import MACHINE, gather_cast
from tests.row_access.context import become, put, signature
from tests.row_access.expected import expected
from tests.row_access.measuring import as_role, protected_tables
from tests.row_access.readers import READERS
from tests.row_access.world import build

embedded = pytest.mark.skipif(
    "PACTE_TEST_DATABASE_URL" in os.environ, reason="the world is made by the superuser of the embedded server"
)


@pytest.fixture(scope="module")
def world(django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], user=SUPERUSER)) as connection:
        build(connection)
        with as_role(connection, APPLICATION):
            yield connection
        connection.rollback()


def seen(connection: psycopg.Connection[Any]) -> set[str]:
    """Protected tables of which the connection reads at least one row."""
    found = set()
    for table in protected_tables(connection):
        query = sql.SQL("select exists (select 1 from {})").format(sql.Identifier(table))
        if connection.execute(query).fetchone() == (True,):
            found.add(table)
    return found


@pytest.fixture(scope="module")
def public(world: psycopg.Connection[Any]) -> set[str]:
    become(world, NOBODY)
    return seen(world)


@embedded
def test_without_context_only_what_is_public_is_read(public: set[str]) -> None:
    assert public == {table for (table, verb), rows in expected().items() if verb == "read" and "nobody" in rows}
    assert not any(name.startswith("interop_") or "learner" in name for name in public)


@embedded
@pytest.mark.parametrize(
    "name", ["person", "organisations", "own", "hosts", "reach", "roles", "directory", "system", "learner"]
)
def test_a_setting_set_by_hand_gives_no_row(world: psycopg.Connection[Any], public: set[str], name: str) -> None:
    value = {"system": "on", "directory": "on", "person": "51", "learner": "101", "roles": "{region_pilot@1}"}.get(
        name, "{1,20,30}"
    )
    with world.transaction(force_rollback=True):
        world.execute("select set_config(%s, %s, true)", [f"pacte.{name}", value])
        assert seen(world) == public


@embedded
def test_a_context_without_its_signature_gives_no_row(world: psycopg.Connection[Any], public: set[str]) -> None:
    text = row_context_of(MACHINE).text
    for forged in (text, f"|{text}", f"{'0' * 64}|{text}", f"{signature(world, row_context_of(MACHINE))} "):
        with world.transaction(force_rollback=True):
            put(world, forged)
            assert seen(world) == public


@embedded
def test_the_signature_of_one_person_does_not_carry_the_context_of_another(
    world: psycopg.Connection[Any], public: set[str]
) -> None:
    mine = row_context_of(READERS["visitor"])
    sealed = signature(world, mine).partition("|")[0]
    for other in (
        row_context_of(MACHINE),
        row_context_of(READERS["pilot"]),
        replace(mine, system="on"),
        replace(mine, own="{20}"),
    ):
        with world.transaction(force_rollback=True):
            put(world, f"{sealed}|{other.text}")
            assert seen(world) == public


@embedded
def test_signed_it_gives_the_rows(world: psycopg.Connection[Any], public: set[str]) -> None:
    with world.transaction(force_rollback=True):
        become(world, MACHINE)
        assert seen(world) - public


def site() -> psycopg.Connection[Any]:
    return psycopg.connect(os.environ["DATABASE_URL"])


def counts(connection: psycopg.Connection[Any]) -> bool:
    return connection.execute("select pacte_system()").fetchone() == (True,)


@pytest.mark.django_db
def test_a_signature_counts_for_its_transaction_and_no_other() -> None:
    with site() as connection:
        kept = signature(connection, row_context_of(MACHINE))
        put(connection, kept)
        assert counts(connection)
        connection.commit()
        put(connection, kept)
        assert not counts(connection)


@pytest.mark.django_db
def test_a_signature_counts_for_its_backend_and_no_other() -> None:
    with site() as one, site() as other:
        kept = signature(one, row_context_of(MACHINE))
        put(other, kept)
        assert not counts(other)
        put(one, kept)
        assert counts(one)


@pytest.mark.django_db
def test_a_signature_counts_for_its_role_and_no_other() -> None:
    with site() as pages, psycopg.connect(os.environ["DATABASE_JOBS_URL"]) as jobs:
        put(jobs, signature(pages, row_context_of(MACHINE)))
        assert not counts(jobs)


@pytest.mark.django_db
def test_savepoints_and_a_time_zone_of_one_s_own_change_nothing() -> None:
    with site() as connection:
        become(connection, MACHINE)
        connection.execute("set local timezone = 'Pacific/Auckland'")
        connection.execute("set local datestyle = 'SQL, DMY'")
        with connection.transaction():
            assert counts(connection)
        assert counts(connection)


@pytest.mark.django_db
def test_functions_that_count_for_the_public_leave_the_context_as_it_was() -> None:
    with site() as connection:
        for asked in (
            "select * from interop_counts(1, array['x'], now())",
            "select * from interop_dossier_counts(1, array['x'], now(), current_date, 7)",
            "select * from evaluation_counts(1, now(), current_date)",
            "select * from evaluation_first_entries(1, now(), current_date)",
            "select * from evaluation_judgements(1, now(), current_date, 90)",
            "select * from evaluation_effects(1, now(), current_date)",
            "select * from indicators_forecast_gaps(1, now(), current_date)",
            "select * from indicators_gap_outcomes(1, current_date)",
            "select * from procedures_hires(1, 'x', now(), current_date)",
            "select * from journeys_people_hired(array[1::bigint], array[1::bigint], now(), current_date)",
            "select * from procedures_counts(1, 'x', now(), current_date)",
            "select * from procedures_counted(1, 'x', 'y', now(), current_date, array['z'])",
            "select * from procedures_reported(1, 'x', 'y', now(), current_date, array['z'])",
        ):
            connection.execute(sql.SQL(asked))
            assert not counts(connection)
            assert connection.execute("select coalesce(current_setting('pacte.context', true), '')").fetchone() == ("",)


@pytest.mark.django_db
def test_the_machine_is_lent_for_some_statements_and_the_person_stays() -> None:
    cast = gather_cast()
    set_row_context(cast["visitor"].actor)
    before = Membership.objects.count()
    with system_elevation():
        assert Membership.objects.count() > before
        with acting_as(cast["intruder"].actor):
            assert Membership.objects.count() == 1
        set_row_context(MACHINE)
    assert Membership.objects.count() == before


@pytest.mark.django_db
def test_no_key_is_written_in_the_history_of_rows() -> None:
    set_row_context(MACHINE)
    assert not RowChange.objects.filter(table_name__contains="context").exists()
    assert SETTING == "pacte.context"
