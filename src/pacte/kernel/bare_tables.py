"""Empty tables are filled without their secondary indexes and references, which then come back whole.

Kept up and looked up row by row, these cost more than the rows; built and checked once, a second a million. While the
policies bind all but the owner, COPY goes straight into the table: PostgreSQL refuses it under a policy. All is within
one transaction: whoever reads the tables meanwhile waits, and a crash leaves them as they were. For psycopg only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from psycopg import Cursor, sql

_ALL_OURS = """
select bool_and(pg_has_role(current_user, relowner, 'usage')) from pg_class where oid = any(%s::regclass[])
"""
# What to take away of a table, and what puts it back as it was: an index that upholds a constraint stays. Nothing is
# taken away of a column without default, whose default of meanwhile ends with it.
_KEPT_UP = """
select format('drop index %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
from pg_index i
where indrelid = any(%(tables)s::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)
union all
select format('alter table %%s drop constraint %%I', conrelid::regclass, conname),
    format('alter table %%s add constraint %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
from pg_constraint
where contype = 'f' and conrelid = any(%(tables)s::regclass[])
    and (%(alone)s or confrelid = any(%(tables)s::regclass[]))
union all
select format('alter table %%s no force row level security', oid::regclass),
    format('alter table %%s force row level security', oid::regclass)
from pg_class where oid = any(%(tables)s::regclass[]) and relforcerowsecurity and %(alone)s
union all
select '', format('alter table %%s alter column %%I drop default', attrelid::regclass, attname)
from pg_attribute
where attrelid = any(%(tables)s::regclass[]) and attnum > 0 and not attisdropped
    and not atthasdef and attidentity = ''
"""


@contextmanager
def bare(cursor: Cursor, tables: Sequence[str], *, alone: bool = False) -> Iterator[bool]:
    """Fill ``tables`` within. False when they stay as they are: one has rows, or another role owns them.

    ``alone``: nobody else is at work. Their references to other tables go too, which holds those until the end, and
    policies no longer bind the owner.
    No check may be waiting for the end of the transaction, neither at the beginning nor at the end.
    """
    if not (_ours(cursor, tables) and all(_is_empty(cursor, table) for table in tables)):
        yield False
        return
    pairs = cursor.execute(_KEPT_UP, {"tables": list(tables), "alone": alone}).fetchall()
    _run(cursor, [away for away, _ in pairs if away])
    yield True
    _run(cursor, [back for _, back in pairs])


def _ours(cursor: Cursor, tables: Sequence[str]) -> bool:
    row = cursor.execute(_ALL_OURS, [list(tables)]).fetchone()
    return bool(row and row[0])


def _is_empty(cursor: Cursor, table: str) -> bool:
    row = cursor.execute(sql.SQL("select not exists (select from {})").format(sql.Identifier(table))).fetchone()
    return bool(row and row[0])


def _run(cursor: Cursor, statements: Sequence[str]) -> None:
    """Statements that the server wrote itself, names quoted."""
    for each in statements:
        cursor.execute(each.encode())
