"""Bulk writes of hundreds of thousands of rows, for the system only.

Used by the demonstration, benchmarks and migrations from another tool.

Rows carry their own two timestamps and are not the act of a person: the caller writes one audit entry for the whole
load.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

from django.db import connection
from django.db.models import JSONField, Model
from psycopg import Cursor
from psycopg.types.json import Jsonb

from pacte.infra.bulk_load import without_indexes
from pacte.infra.staged_copy import DirectCopy, StagedCopy, next_sequence_value, sync_sequence
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ConfigurationError


class BulkTableWriter:
    """The tables of a room that may be written in bulk. The services of each room define one."""

    def __init__(self, *models: type[Model]) -> None:
        self._models = {model._meta.db_table: model for model in models}
        self._direct_tables: frozenset[str] = frozenset()

    def copy(self, *, actor: Actor, table: str, columns: Sequence[str]) -> StagedCopy | DirectCopy:
        """Opens a copy into a staging table, or into the table itself inside ``loading(exclusive=True)``.

        Omitted columns get their default value.

        Requires a transaction in the system's name.
        """
        self._refuse_unless_allowed(actor, table)
        copy_class = DirectCopy if table in self._direct_tables else StagedCopy
        return copy_class(_cursor(), table, columns, self._default_values(table, columns))

    def first_identifier(self, *, actor: Actor, table: str) -> int:
        """First identifier available for rows with explicit identifiers."""
        self._refuse_unless_allowed(actor, table)
        return next_sequence_value(_cursor(), table)

    def sync_sequence(self, *, actor: Actor, table: str) -> None:
        """Call it after inserting rows with explicit identifiers."""
        self._refuse_unless_allowed(actor, table)
        sync_sequence(_cursor(), table)

    @contextmanager
    def loading(self, *, actor: Actor, tables: Sequence[str], exclusive: bool = False) -> Iterator[None]:
        """Context in which ``tables`` are loaded.

        Tables that are empty and owned are loaded without indexes, then indexed and checked. For other tables, foreign
        keys are checked at each statement, while their pages are cached, instead of all at the end.

        ``exclusive``: nobody else is writing, and rows may be copied directly into the tables.
        """
        for table in tables:
            self._refuse_unless_allowed(actor, table)
        cursor = _cursor()
        cursor.execute("set constraints all immediate")
        with without_indexes(cursor, tables, exclusive=exclusive) as indexes_dropped:
            self._direct_tables = frozenset(tables) if indexes_dropped and exclusive else frozenset()
            try:
                yield
            finally:
                self._direct_tables = frozenset()
        cursor.execute("set constraints all deferred")

    def _default_values(self, table: str, columns: Sequence[str]) -> dict[str, object]:
        """Default values of the omitted columns.

        Django applies defaults in Python, so the database does not know them.
        """
        defaults: dict[str, object] = {}
        for field in self._models[table]._meta.concrete_fields:
            if field.column and field.column not in columns and not field.primary_key and not field.null:
                value = field.get_default()
                defaults[field.column] = Jsonb(value) if isinstance(field, JSONField) else value
        return defaults

    def _refuse_unless_allowed(self, actor: Actor, table: str) -> None:
        actor.require_system("mass_copy", "Seule la machine écrit en masse.")
        if table not in self._models:
            raise ConfigurationError("mass_table", f"La table « {table} » ne s’écrit pas en masse.")


def _cursor() -> Cursor:
    """Psycopg cursor of the current transaction."""
    connection.ensure_connection()
    return cast("Cursor", connection.connection.cursor())
