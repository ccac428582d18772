"""Our functions, triggers and refusal messages, read from the catalogue of the built database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import psycopg

# Functions and triggers of the job queue belong to its library.
_LIBRARY = "procrastinate"
_FUNCTIONS = f"""
select p.oid, p.proname, p.prosrc from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname <> 'information_schema' and not starts_with(n.nspname, 'pg_')
    and not starts_with(p.proname, '{_LIBRARY}') and not exists (
    select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
)
"""
_TRIGGERS = f"""
select c.relname, p.proname, event, t.tgname
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid,
    unnest(array['INSERT', 'DELETE', 'UPDATE'], array[4, 8, 16]) as known(event, bit)
where not t.tgisinternal and not starts_with(p.proname, '{_LIBRARY}') and t.tgtype & bit <> 0
"""
_USES = f"""
select pg_describe_object(d.classid, d.objid, d.objsubid) from pg_depend d
join pg_proc p on p.oid = d.refobjid and d.refclassid = 'pg_proc'::regclass
where p.oid in (select oid from ({_FUNCTIONS}) as ours)
    and d.classid not in ('pg_policy'::regclass, 'pg_trigger'::regclass)
"""
_SENTENCE = re.compile(r"raise exception\s+'((?:[^']|'')+)'", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class TriggerEvent:
    """A trigger function called for one event (``INSERT``, ``UPDATE`` or ``DELETE``) of a table."""

    table: str
    function: str
    event: str


def functions(connection: psycopg.Connection[Any]) -> list[str]:
    """Function names, sorted. An overloaded function appears once per signature."""
    return sorted(name for _, name, _ in connection.execute(_FUNCTIONS).fetchall())


def trigger_events(connection: psycopg.Connection[Any]) -> set[TriggerEvent]:
    return {TriggerEvent(table, name, event) for table, name, event, _ in connection.execute(_TRIGGERS).fetchall()}


def trigger_names(connection: psycopg.Connection[Any], table: str, function: str, event: str) -> set[str]:
    found = connection.execute(
        f"select tgname from ({_TRIGGERS}) as t (of_table, function, event, tgname)"
        " where of_table = %s and function = %s and event in (%s, coalesce(nullif(%s, ''), event))",
        [table, function, event, event],
    )
    return {name for (name,) in found.fetchall()}


def sentences(connection: psycopg.Connection[Any]) -> set[tuple[str, str]]:
    """(function, message) of every ``raise exception``, as written in the function; « % » is the place of a value."""
    found = connection.execute(_FUNCTIONS).fetchall()
    return {(name, sentence) for _, name, text in found for sentence in _SENTENCE.findall(text)}


def matches(sentence: str, message: str) -> bool:
    """True when ``message`` is ``sentence`` with its values filled in."""
    return re.fullmatch(".+".join(map(re.escape, sentence.split("%"))), message) is not None


def uses_elsewhere(connection: psycopg.Connection[Any]) -> list[str]:
    """Constraints, indexes, defaults and views that call one of our functions. Policies and triggers are left out."""
    return [name for (name,) in connection.execute(_USES).fetchall()]


def header_of(connection: psycopg.Connection[Any], function: str) -> str:
    """« create or replace function … returns … »: the definition without language, options and body."""
    (definition,) = connection.execute(
        "select pg_get_functiondef(p.oid) from pg_proc p where p.proname = %s", [function]
    ).fetchone() or ("",)
    header, _, _ = definition.partition("\n LANGUAGE ")
    return str(header)
