"""A database in which a test enables one trigger or stubs one function; each change is rolled back.

The rows come from ``tests.row_access.world``: three in each table, written without checks, all triggers disabled. So
an effect seen in a test comes from the trigger it enabled. The same statement without the trigger proves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from pacte.infra.embedded_postgres import APPLICATION
from pacte.kernel.actor import Actor
from tests.database_functions.catalogue import header_of, trigger_names
from tests.row_access.context import become
from tests.row_access.measuring import as_role
from tests.row_access.world import Column, build, put, row

_STUB_SQLSTATE = "PTREP"
_STUB = f"language plpgsql as $stub$ begin raise exception 'stubbed' using errcode = '{_STUB_SQLSTATE}'; end $stub$"
_UNIQUE_INDEXES = """
select indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid
where i.indisunique and not i.indisprimary and c.relnamespace = 'public'::regnamespace
"""


class ScratchDatabase:
    """The superuser's connection, in a transaction that is never committed."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self.tables: dict[str, list[Column]] = build(connection)
        for (index,) in connection.execute(_UNIQUE_INDEXES).fetchall():
            connection.execute(sql.SQL("drop index {}").format(sql.SQL(index)))
        # The sequence of this table starts at 1 and would reach the numbers of these rows.
        connection.execute("delete from audit_rowchange")

    @contextmanager
    def rolled_back(self) -> Iterator[None]:
        with self.connection.transaction(force_rollback=True):
            yield

    @contextmanager
    def acting_as(self, actor: Actor, role: str = APPLICATION) -> Iterator[None]:
        """Statements run as this actor, through the database role of the pages unless ``role`` says otherwise."""
        with as_role(self.connection, role):
            become(self.connection, actor)
            yield

    def enable_trigger(self, table: str, function: str, event: str = "") -> None:
        """Enables the triggers of the table that call the function; with ``event``, only the triggers of that event."""
        names = trigger_names(self.connection, table, function, event)
        assert names, f"no trigger of {table} calls {function}"
        for name in names:
            statement = sql.SQL("alter table {} enable trigger {}")
            self.connection.execute(statement.format(sql.Identifier(table), sql.Identifier(name)))

    def run(self, statement: str) -> int:
        """Number of rows written. ``add <table> <letter>`` inserts a copy of that row of the world, with a new id."""
        verb, *rest = statement.split()
        if verb != "add":
            return self.connection.execute(sql.SQL(statement)).rowcount
        table, letter = rest
        put(self.connection, table, row(self.tables[table], letter, shift=1000))
        return 1

    def value(self, query: str, *parameters: object) -> Any:
        """The first column of the only row, or None without a row."""
        found = self.connection.execute(sql.SQL(query), parameters or None).fetchall()
        assert len(found) <= 1, query
        return found[0][0] if found else None

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql.SQL(query), parameters or None).fetchall()

    def stub(self, function: str) -> None:
        """Replaces the body of the function: a call then only raises the error that ``is_stub_error`` recognises."""
        header = header_of(self.connection, function)
        self.connection.execute(sql.SQL(f"{header} {_STUB}"))


def is_stub_error(error: psycopg.Error) -> bool:
    return error.sqlstate == _STUB_SQLSTATE
