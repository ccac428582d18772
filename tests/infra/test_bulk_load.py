"""Bulk loads drop indexes and constraints, then restore them; a failure leaves nothing changed."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest

from pacte.demo.region.journey_writer import TABLES
from pacte.infra.bulk_load import without_indexes
from pacte.infra.staged_copy import DirectCopy, copy_row

_SHAPE = """
select relname, pg_get_constraintdef(c.oid), condeferrable, condeferred, convalidated
from pg_constraint c join pg_class t on t.oid = c.conrelid where conrelid = any(%(tables)s::regclass[])
union all
select relname, pg_get_indexdef(indexrelid), indisunique, indisvalid, indisready
from pg_index i join pg_class t on t.oid = i.indrelid where indrelid = any(%(tables)s::regclass[])
union all
select relname, 'policies bind the owner', relrowsecurity, relforcerowsecurity, true
from pg_class where oid = any(%(tables)s::regclass[]) and relforcerowsecurity
union all
select attrelid::regclass::text, format('%%s is by default %%s', attname, pg_get_expr(adbin, adrelid)), true, true, true
from pg_attribute join pg_attrdef on adrelid = attrelid and adnum = attnum where adrelid = any(%(tables)s::regclass[])
order by 1, 2
"""


@pytest.fixture
def cursor() -> Iterator[psycopg.Cursor]:
    """Connection of the owner to two small tables, one of which references the other. Rolled back at the end."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("create table bare_one (id int primary key, name text unique)")
        cursor.execute("create table bare_many (id int, one int references bare_one deferrable initially deferred)")
        cursor.execute("create unique index bare_once on bare_many (one) where id > 2")
        cursor.execute("alter table bare_one enable row level security, force row level security")
        cursor.execute("create policy bare_all on bare_one using (true) with check (true)")
        yield cursor
        connection.rollback()


SMALL = ("bare_one", "bare_many")


def shape(cursor: psycopg.Cursor, tables: tuple[str, ...]) -> list[tuple[object, ...]]:
    return cursor.execute(_SHAPE, {"tables": list(tables)}).fetchall()


@pytest.mark.parametrize("alone", [False, True], ids=["beside others", "alone"])
@pytest.mark.parametrize("tables", [SMALL, TABLES], ids=["small", "people and their lives"])
def test_indexes_and_references_come_back_as_they_were(
    django_db_setup: None, cursor: psycopg.Cursor, tables: tuple[str, ...], alone: bool
) -> None:
    cursor.execute(f"truncate {', '.join(tables)} cascade")
    before = shape(cursor, tables)
    with without_indexes(cursor, tables, exclusive=alone) as is_bare:
        assert is_bare
        within = shape(cursor, tables)
    assert shape(cursor, tables) == before
    assert 0 < len(within) < len(before)


def test_a_reference_to_nothing_is_found_at_the_end(django_db_setup: None, cursor: psycopg.Cursor) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation), without_indexes(cursor, SMALL):
        cursor.execute("insert into bare_many values (1, 7)")


def test_what_should_be_once_and_is_twice_is_found_at_the_end(django_db_setup: None, cursor: psycopg.Cursor) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation), without_indexes(cursor, SMALL):
        cursor.execute("insert into bare_one values (1, 'une')")
        cursor.execute("insert into bare_many values (3, 1), (4, 1)")


def test_rows_go_straight_in_with_what_is_the_same_on_each(django_db_setup: None, cursor: psycopg.Cursor) -> None:
    before = shape(cursor, SMALL)
    with without_indexes(cursor, SMALL, exclusive=True):
        straight = DirectCopy(cursor, "bare_one", ("id",), {"name": "l’une"})
        straight.add(copy_row([1]))
        assert (straight.move(), straight.insert()) == (1, 0)
    assert cursor.execute("select id, name from bare_one").fetchall() == [(1, "l’une")]
    assert shape(cursor, SMALL) == before


def test_tables_with_rows_stay_as_they_are(django_db_setup: None, cursor: psycopg.Cursor) -> None:
    cursor.execute("insert into bare_one values (1, 'une')")
    before = shape(cursor, SMALL)
    with without_indexes(cursor, SMALL) as is_bare:
        assert not is_bare
        assert shape(cursor, SMALL) == before


def test_another_role_leaves_them_as_they_are(django_db_setup: None) -> None:
    with (
        psycopg.connect(os.environ["DATABASE_URL"]) as connection,
        connection.cursor() as cursor,
        without_indexes(cursor, TABLES) as is_bare,
    ):
        assert not is_bare
