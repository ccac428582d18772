"""Upsert statement of a table and batch, which counts added and changed rows.

``INSERT … SELECT FROM unnest`` sends thousands of rows in one round trip, needs no temporary table (the application
role may not create one) and lets the database count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

Arrays = list[list[Any]]


def column_arrays(rows: Sequence[tuple[Any, ...]]) -> Arrays:
    """Return one array per column, in the order of the row values."""
    return [list(column) for column in zip(*rows, strict=True)]


@dataclass(frozen=True, slots=True)
class UpsertTarget:
    """A table: columns with array types, number of key columns, and how to write the others.

    ``update_sql`` gives the value to write over an existing row, from ``excluded`` (new) and ``t`` (old).
    ``select_sql`` gives the expression read from the arrays. ``arrays`` builds the arrays of a batch.
    """

    table: str
    columns: tuple[tuple[str, str], ...]
    key_length: int
    update_sql: dict[str, str] = field(default_factory=dict)
    select_sql: dict[str, str] = field(default_factory=dict)
    arrays: Callable[[Sequence[tuple[Any, ...]]], Arrays] = column_arrays

    def upsert_sql(self) -> str:
        """Return the SQL that takes the arrays of a batch and returns the counts of added and changed rows."""
        names = [name for name, _ in self.columns]
        key = ", ".join(names[: self.key_length])
        values = ", ".join(self.select_sql.get(name, f"n.{name}") for name in names)
        unnested = ", ".join(f"%s::{kind}[]" for _, kind in self.columns)
        writes = names[self.key_length :]
        new = {name: self.update_sql.get(name, f"excluded.{name}") for name in writes}
        conflict = (
            f"do update set {', '.join(f'{name} = {new[name]}' for name in writes)}"
            f" where ({', '.join(f't.{name}' for name in writes)}) is distinct from ({', '.join(new.values())})"
        )
        return (  # Table and column names are constants of this module.
            f"with written as (insert into {self.table} as t ({', '.join(names)})"  # noqa: S608
            f" select {values} from unnest({unnested}) as n({', '.join(names)})"
            f" on conflict ({key}) {conflict} returning t.xmax = 0 as fresh)"
            " select count(*) filter (where fresh), count(*) filter (where not fresh) from written"
        )


def keep_text_if_empty(*names: str) -> dict[str, str]:
    """Return update expressions where an empty text never overwrites a known one."""
    return {name: f"coalesce(nullif(excluded.{name}, ''), t.{name})" for name in names}


def keep_value_if_null(*names: str) -> dict[str, str]:
    """Return update expressions where null never overwrites a known value."""
    return {name: f"coalesce(excluded.{name}, t.{name})" for name in names}
