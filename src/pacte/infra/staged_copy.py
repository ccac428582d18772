"""Bulk insert into a table with policies: COPY to a staging table, then one INSERT … SELECT. For psycopg only.

PostgreSQL refuses COPY into a table under row-level security, even to its owner under FORCE. ``DirectCopy`` is for
tables prepared by their owner with ``without_indexes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from psycopg import Cursor, sql

NULL = r"\N"


def copy_row(values: Iterable[object]) -> str:
    """One row in the text format of COPY. Values contain no tab, line break or backslash; None is null."""
    return "\t".join(NULL if value is None else str(value) for value in values) + "\n"


class StagedCopy:
    """Staging table dropped at the end of the transaction. Call ``add`` as often as needed, then ``insert`` once.

    Call ``move`` in between, so that the server works while the next rows are built. ``constants`` are the values of
    the other columns, the same on every row.
    """

    def __init__(
        self, cursor: Cursor, table: str, columns: Sequence[str], constants: Mapping[str, object] | None = None
    ) -> None:
        self._cursor = cursor
        self._constants = dict(constants or {})
        self._target = sql.Identifier(table)
        self._staging = sql.Identifier(f"staging_{table}")
        self._names = sql.SQL(", ").join(map(sql.Identifier, columns))
        create = "create temporary table {} on commit drop as select {} from {} with no data"
        cursor.execute(sql.SQL(create).format(self._staging, self._names, self._target))

    def add(self, text: str) -> None:
        """Adds rows formatted by ``copy_row``."""
        with self._cursor.copy(sql.SQL("copy {} ({}) from stdin").format(self._staging, self._names)) as copy:
            copy.write(text)

    def insert(self) -> int:
        """Moves the remaining rows into the table, drops the staging table and returns the number of rows moved."""
        count = self._move()
        self._cursor.execute(sql.SQL("drop table {}").format(self._staging))
        return count

    def move(self) -> int:
        """Moves the staged rows into the table and returns their number."""
        count = self._move()
        self._cursor.execute(sql.SQL("truncate {}").format(self._staging))
        return count

    def _move(self) -> int:
        target_columns = sql.SQL(", ").join([self._names, *map(sql.Identifier, self._constants)])
        values = sql.SQL(", ").join([self._names, *map(sql.Literal, self._constants.values())])
        move = "insert into {} ({}) select {} from {}"
        self._cursor.execute(sql.SQL(move).format(self._target, target_columns, values, self._staging))
        return self._cursor.rowcount


class DirectCopy:
    """COPY into the table itself, for its owner while no policy applies; same interface as ``StagedCopy``.

    ``constants`` become the default values of the columns, until ``bulk_load`` removes these defaults.
    """

    def __init__(
        self, cursor: Cursor, table: str, columns: Sequence[str], constants: Mapping[str, object] | None = None
    ) -> None:
        self._cursor, self._count = cursor, 0
        self._target = sql.Identifier(table)
        self._names = sql.SQL(", ").join(map(sql.Identifier, columns))
        for column, value in (constants or {}).items():
            change = sql.SQL("alter table {} alter column {} set default {}")
            cursor.execute(change.format(self._target, sql.Identifier(column), sql.Literal(value)))

    def add(self, text: str) -> None:
        """Adds rows formatted by ``copy_row``."""
        with self._cursor.copy(sql.SQL("copy {} ({}) from stdin").format(self._target, self._names)) as copy:
            copy.write(text)
        self._count += self._cursor.rowcount

    def insert(self) -> int:
        """Number of rows added since the last call: they are in the table already."""
        return self.move()

    def move(self) -> int:
        count, self._count = self._count, 0
        return count


def next_sequence_value(cursor: Cursor, table: str) -> int:
    """Draws the next identifier of the table from its sequence."""
    cursor.execute("select nextval(pg_get_serial_sequence(%s, 'id'))", [table])
    row = cursor.fetchone()
    return int(row[0]) if row else 1


def sync_sequence(cursor: Cursor, table: str) -> None:
    """Advances the table's sequence to its highest identifier, after an insert of rows with explicit identifiers.

    Draws number by number, because an application role may draw from a sequence but not set it.
    """
    advance = "select count(nextval(pg_get_serial_sequence({table}, 'id'))) from generate_series(1, {missing})"
    missing = sql.SQL("(select max(id) from {}) - currval(pg_get_serial_sequence({}, 'id'))").format(
        sql.Identifier(table), sql.Literal(table)
    )
    cursor.execute(sql.SQL(advance).format(table=sql.Literal(table), missing=missing))
