"""What each reader may do to each row of the world, measured with the application role in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from pacte.kernel.actor import Actor
from tests.row_access.context import become
from tests.row_access.world import IDS, KEYS, LETTERS, Column, row

VERBS = ("read", "add", "change", "remove")
# (table, verb) -> reader -> letters of the rows
Matrix = dict[tuple[str, str], dict[str, str]]
_LETTER_OF = {str(number): letter for letter, number in IDS.items()} | {key: letter for letter, key in KEYS.items()}
_PROTECTED = """
select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relrowsecurity order by 1
"""
# Each attempt is undone. A policy answers before a duplicate key does. One round trip per table and reader.
_TRIED = """
create or replace function pg_temp.tried(of regclass, key text, additions jsonb[]) returns jsonb language plpgsql as $$
declare
    seen text[]; added text[] := '{}'; changed text[] := '{}'; removed text[] := '{}'; names text;
begin
    execute format('select array_agg(%I::text) from %s', key, of) into seen;
    select string_agg(quote_ident(name), ', ') into names from jsonb_object_keys(additions[1]) name;
    for rank in 1 .. array_length(additions, 1) loop
        begin
            execute format(
                'insert into %s (%s) overriding system value select %s from jsonb_populate_record(null::%s, $1)',
                of, names, names, of) using additions[rank];
            raise unique_violation;
        exception when insufficient_privilege then null;
            when unique_violation then added := added || rank::text;
        end;
    end loop;
    begin
        execute format('with done as (update %s set %I = %I returning %I::text as n) select array_agg(n) from done',
            of, key, key, key) into changed;
        raise unique_violation;
    exception when insufficient_privilege then null; when unique_violation then null;
    end;
    begin
        execute format('with done as (delete from %s returning %I::text as n) select array_agg(n) from done', of, key)
            into removed;
        raise unique_violation;
    exception when insufficient_privilege then null; when unique_violation then null;
    end;
    return jsonb_build_array(seen, added, changed, removed);
end $$
"""


def protected_tables(connection: psycopg.Connection[Any]) -> list[str]:
    return [name for (name,) in connection.execute(_PROTECTED).fetchall()]


@contextmanager
def as_role(superuser: psycopg.Connection[Any], role: str) -> Iterator[None]:
    """Opens the session of the role. ``session_user`` changes too, because the key is found by it."""
    superuser.execute(sql.SQL("set local session authorization {}").format(sql.Identifier(role)))
    yield
    superuser.execute("reset session authorization")


def measured(
    superuser: psycopg.Connection[Any], tables: dict[str, list[Column]], *, role: str, readers: dict[str, Actor]
) -> Matrix:
    """Rows that each reader reaches in the built world, by table and verb, with this role."""
    protected = protected_tables(superuser)
    additions = {table: [Jsonb(row(tables[table], letter, shift=1000)) for letter in LETTERS] for table in protected}
    found: Matrix = {}
    superuser.execute(_TRIED)
    with as_role(superuser, role):
        for reader, actor in readers.items():
            become(superuser, actor)
            for table in protected:
                asked = [table, _key(tables[table]), additions[table]]
                (answers,) = superuser.execute("select pg_temp.tried(%s::regclass, %s, %s)", asked).fetchone() or ([],)
                for verb, numbers in zip(VERBS, answers, strict=True):
                    if numbers:
                        found.setdefault((table, verb), {})[reader] = _letters(verb, numbers)
    return found


def _key(columns: list[Column]) -> str:
    """Name of the key column."""
    return next(each.column for each in columns if each.is_key)


def _letters(verb: str, numbers: list[str]) -> str:
    return "".join(sorted(LETTERS[int(each) - 1] if verb == "add" else _LETTER_OF[each] for each in numbers))
