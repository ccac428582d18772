"""Rows by the hundred thousand, for the machine alone: a demonstration, a bench, a first take-over of another tool.

They bring their own two times and are no act of anybody: the journal has one line for the whole, written by the caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

from django.db import connection
from django.db.models import JSONField, Model
from psycopg import Cursor
from psycopg.types.json import Jsonb

from pacte.kernel.actor import Actor
from pacte.kernel.bare_tables import bare
from pacte.kernel.errors import Misconfigured, Refused
from pacte.kernel.staged_copy import StagedCopy, StraightCopy, keep_up, next_identifier


class MassWriter:
    """The tables of a room that may be written in bulk. Each room's services hold one."""

    def __init__(self, *models: type[Model]) -> None:
        self._models = {model._meta.db_table: model for model in models}
        self._straight: frozenset[str] = frozenset()

    def copy(self, *, actor: Actor, table: str, columns: Sequence[str]) -> StagedCopy | StraightCopy:
        """A staging table, or the table itself while rows may go straight in; columns left out take their usual value.

        Inside a transaction in the machine's name.
        """
        self._refuse(actor, table)
        way = StraightCopy if table in self._straight else StagedCopy
        return way(_cursor(), table, columns, self._usual_values(table, columns))

    def first_identifier(self, *, actor: Actor, table: str) -> int:
        """The identifier that rows bringing their own may begin with."""
        self._refuse(actor, table)
        return next_identifier(_cursor(), table)

    def keep_counting(self, *, actor: Actor, table: str) -> None:
        """To be called once rows that brought their own identifiers are in."""
        self._refuse(actor, table)
        keep_up(_cursor(), table)

    @contextmanager
    def loading(self, *, actor: Actor, tables: Sequence[str], alone: bool = False) -> Iterator[None]:
        """Write ``tables`` within. Empty and ours, they are filled bare, then indexed and checked whole; else their
        references are checked with each statement, while their pages are at hand, instead of all at the end.
        ``alone``: nobody else writes, and rows may go straight in.
        """
        for table in tables:
            self._refuse(actor, table)
        cursor = _cursor()
        cursor.execute("set constraints all immediate")
        with bare(cursor, tables, alone=alone) as is_bare:
            self._straight = frozenset(tables) if is_bare and alone else frozenset()
            try:
                yield
            finally:
                self._straight = frozenset()
        cursor.execute("set constraints all deferred")

    def _usual_values(self, table: str, columns: Sequence[str]) -> dict[str, object]:
        """Django keeps default values to itself: the database must be told them."""
        found: dict[str, object] = {}
        for field in self._models[table]._meta.concrete_fields:
            if field.column and field.column not in columns and not field.primary_key and not field.null:
                value = field.get_default()
                found[field.column] = Jsonb(value) if isinstance(field, JSONField) else value
        return found

    def _refuse(self, actor: Actor, table: str) -> None:
        if not actor.is_system:
            raise Refused("mass_copy", "Seule la machine écrit en masse.")
        if table not in self._models:
            raise Misconfigured("mass_table", f"La table « {table} » ne s’écrit pas en masse.")


def _cursor() -> Cursor:
    """The driver's own cursor, in the transaction under way."""
    connection.ensure_connection()
    return cast("Cursor", connection.connection.cursor())
