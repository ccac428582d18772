"""A base where one trigger or one function is tried at a time, and everything is undone.

The rows are those of ``tests.row_access.world``: three of each table, written without checks. All triggers are off
there; a test turns one on. So whatever happens is the work of that trigger, and the same statement without it shows
that nothing else would have done it.
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

_REPLACED_STATE = "PTREP"
_REPLACEMENT = (
    f"language plpgsql as $replaced$ begin raise exception 'replaced' using errcode = '{_REPLACED_STATE}'; end"
    " $replaced$"
)
_UNIQUE_INDEXES = """
select indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid
where i.indisunique and not i.indisprimary and c.relnamespace = 'public'::regnamespace
"""


class Rehearsal:
    """The superuser's connection, in a transaction that is never committed."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self.tables: dict[str, list[Column]] = build(connection)
        for (index,) in connection.execute(_UNIQUE_INDEXES).fetchall():
            connection.execute(sql.SQL("drop index {}").format(sql.SQL(index)))
        # Triggers number their own rows from 1: they must not meet those of the world.
        connection.execute("delete from audit_rowchange")

    @contextmanager
    def undone(self) -> Iterator[None]:
        with self.connection.transaction(force_rollback=True):
            yield

    @contextmanager
    def acting_as(self, actor: Actor, role: str = APPLICATION) -> Iterator[None]:
        """The statements are those of this person, through the role of the pages (or of the jobs)."""
        with as_role(self.connection, role):
            become(self.connection, actor)
            yield

    def turn_on(self, table: str, function: str, event: str = "") -> None:
        """The triggers of the table that call the function, for the event (``INSERT``…) when one is named."""
        for name in trigger_names(self.connection, table, function, event):
            statement = sql.SQL("alter table {} enable trigger {}")
            self.connection.execute(statement.format(sql.Identifier(table), sql.Identifier(name)))

    def run(self, statement: str) -> int:
        """Gives the number of rows written. ``add <table> <letter>``: one more row, like that one."""
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

    def replace(self, function: str) -> None:
        """From now on the function only raises: whoever calls it fails with ``is_replacement``."""
        header = header_of(self.connection, function)
        self.connection.execute(sql.SQL(f"{header} {_REPLACEMENT}"))


def is_replacement(error: psycopg.Error) -> bool:
    return error.sqlstate == _REPLACED_STATE
