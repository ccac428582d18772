"""A small world in rows: three rows per table, for two organisations of our Region and one of another.

Row « a » belongs to our first network, provider and learner; « b » to our second ones; « c » to those of the other
Region. Rows are generated from the database catalogue, so a new table is included at once. The superuser writes them
without triggers or checks, in a transaction that is never committed: only policies are tested.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

LETTERS = ("a", "b", "c")
OURS, THEIRS, STATE, OBSERVATORY = 1, 2, 3, 4
REGION = {"a": OURS, "b": OURS, "c": THEIRS}
NETWORK = {"a": 20, "b": 21, "c": 22}
PROVIDER = {"a": 30, "b": 31, "c": 32}
IDS = {"a": 101, "b": 102, "c": 103}
PERSON = {"a": 51, "b": 52, "c": 53}
KEYS = {letter: str(uuid.UUID(int=number)) for letter, number in IDS.items()}
# Columns that hold the Region of the row. Other columns of an organisation hold a network, or these providers.
_REGION_COLUMNS = {"organisation_id", "host_id", "region_id"}
_PROVIDER_COLUMNS = {("offer_provider", "body_id"), ("offer_descriptiondraft", "organisation_id"),
                     ("journeys_trainingreferent", "body_id")}  # fmt: skip
_NETWORK_COLUMNS = {
    ("accounts_membership", "organisation_id"), ("accounts_organisationname", "organisation_id"),
    ("accounts_service", "organisation_id"), ("plan_actionperson", "organisation_id"),
    ("intake_receivedfile", "organisation_id"), ("intake_receivedcontent", "organisation_id"),
    ("intake_refusedrow", "organisation_id"), ("intake_appliedchange", "organisation_id"),
    ("intake_savedmapping", "organisation_id"),
}  # fmt: skip
# Values that a check or a policy requires, where any other value would fail.
_VALUES: dict[tuple[str, str], Any] = {
    ("plan_planversion", "state"): "draft",
    ("indicators_series", "is_public"): False,
    ("offer_preparation", "state"): "signed",
    ("procedures_casereport", "is_sent"): True,
    # What holds nobody's data is read by the staff of the Region too: tests/row_access/test_received_files.py.
    ("intake_receivedcontent", "is_personal"): True,
    ("intake_refusedrow", "is_personal"): True,
    ("intake_appliedchange", "is_personal"): True,
    # A conflict in force would hide the cases of the world: tests/procedures/test_reading.py.
    ("procedures_caseconflict", "ended_at"): "2021-01-05T09:00:00Z",
}

_COLUMNS = """
select c.relname as "table", a.attname as "column", format_type(a.atttypid, null) as kind, a.atttypmod as modifier,
    a.attnotnull as required, exists (
        select 1 from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey)
    ) as is_key,
    (select f.confrelid::regclass::text from pg_constraint f
        where f.contype = 'f' and f.conrelid = c.oid and f.conkey = array[a.attnum] limit 1) as target
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attgenerated = ''
order by c.relname, a.attnum
"""

_WITHOUT_CHECKS = """
do $$ declare named record; begin
    for named in select conrelid::regclass as of, conname from pg_constraint
        where contype in ('c', 'u') and connamespace = 'public'::regnamespace and conrelid <> 0 loop
        execute format('alter table %s drop constraint %I', named.of, named.conname);
    end loop;
end $$
"""


@dataclass(frozen=True, slots=True)
class Column:
    table: str
    column: str
    kind: str
    modifier: int
    required: bool
    is_key: bool
    target: str | None


def build(superuser: psycopg.Connection[Any]) -> dict[str, list[Column]]:
    """Fills every table of ours; returns their columns. Triggers are off while it writes."""
    with superuser.cursor(row_factory=dict_row) as cursor:
        columns = [Column(**row) for row in cursor.execute(_COLUMNS).fetchall()]
    tables: dict[str, list[Column]] = {}
    for column in columns:
        tables.setdefault(column.table, []).append(column)
    superuser.execute(_WITHOUT_CHECKS)
    superuser.execute("set local session_replication_role = replica")
    for table, its_columns in tables.items():
        if table.startswith(("django_", "auth_", "procrastinate_")):
            continue
        superuser.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
        for letter in LETTERS:
            put(superuser, table, row(its_columns, letter))
    superuser.execute("set local session_replication_role = origin")
    for table in tables:
        superuser.execute(sql.SQL("alter table {} disable trigger all").format(sql.Identifier(table)))
    return tables


def put(connection: psycopg.Connection[Any], table: str, values: dict[str, Any]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, values))
    connection.execute(
        sql.SQL(
            "insert into {table} ({names}) overriding system value"
            " select {names} from jsonb_populate_record(null::{table}, %s)"
        ).format(table=sql.Identifier(table), names=names),
        [Jsonb(values)],
    )


def row(columns: list[Column], letter: str, shift: int = 0) -> dict[str, Any]:
    """Values of a row. ``shift`` changes its number, to add another row like it."""
    values = {each.column: _value(each, letter) for each in columns if _is_filled(each)}
    if shift and isinstance(values.get("id"), int):
        values["id"] += shift
    return values


def _is_filled(column: Column) -> bool:
    named = bool(column.target) or column.column.endswith("_id")
    return column.required or named or (column.table, column.column) in _VALUES


def _value(column: Column, letter: str) -> Any:
    if (place := (column.table, column.column)) in _VALUES:
        return _VALUES[place]
    if column.target == "accounts_organisation" or column.column == "organisation_id":
        return _body(column)[letter]
    if column.target == "accounts_person":
        return PERSON[letter]
    if column.target or column.is_key or column.column.endswith("_id"):
        return KEYS[letter] if column.kind == "uuid" else _number(column, IDS[letter])
    return _plain(column, letter)


def _body(column: Column) -> dict[str, int]:
    place = (column.table, column.column)
    if place in _PROVIDER_COLUMNS or "provider" in column.column:
        return PROVIDER
    if place not in _NETWORK_COLUMNS and column.column in _REGION_COLUMNS:
        return REGION
    return NETWORK


def _number(column: Column, number: int) -> Any:
    return str(number) if column.kind in ("text", "character varying") else number


def _plain(column: Column, letter: str) -> Any:
    if column.kind == "uuid":
        return KEYS[letter]
    if column.kind in ("text", "character varying", "character"):
        return letter
    if column.kind == "boolean":
        return False
    if column.kind == "date":
        return "2021-01-04"
    if column.kind.startswith("timestamp"):
        return f"2021-01-04T09:00:0{LETTERS.index(letter)}Z"
    if column.kind.startswith("time"):
        return "09:00"
    if column.kind == "jsonb":
        return {}
    if column.kind.endswith("[]"):
        return []
    if column.kind == "daterange":
        return "[2021-01-04,2021-02-04)"
    if column.kind == "bytea":
        return "\\x00"
    if column.kind in ("tsvector",):
        return ""
    return LETTERS.index(letter) + 1
