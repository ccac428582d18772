"""Upsert statement of a table and batch, which counts added and changed rows.

``INSERT … SELECT FROM unnest`` sends thousands of rows in one round trip, needs no temporary table (the application
role may not create one) and lets the database count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pacte.reference.bulk_upsert.shown_rows import ShownTable

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

    shown: ShownTable
    columns: tuple[tuple[str, str], ...]
    key_length: int
    update_sql: dict[str, str] = field(default_factory=dict)
    select_sql: dict[str, str] = field(default_factory=dict)
    arrays: Callable[[Sequence[tuple[Any, ...]]], Arrays] = column_arrays

    def upsert_sql(self) -> str:
        """Return the SQL that takes the arrays of a batch and what ``counts_sql`` takes, and returns the same."""
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
        previous = f"select {self.shown.row_sql('o')} from {self.shown.table} o where o.id = first.id"  # noqa: S608
        return (  # Table and column names are constants of this module.
            f"with written as (insert into {self.shown.table} as t ({', '.join(names)})"  # noqa: S608
            f" select {values} from unnest({unnested}) as n({', '.join(names)})"
            f" on conflict ({key}) {conflict} returning t.id, t.xmax = 0 as fresh)"
            f"{counts_sql(previous)}"
        )


def counts_sql(previous: str) -> str:
    """Return the end of an upsert whose rows are ``written``: counts of added and changed rows, and what the first ones
    were, as JSON by id.

    It takes how many changed and added rows are wanted. ``previous``: SQL of the JSON of the row ``first``, as it was
    when the statement began.
    """
    return (  # ``previous`` is made of constants too.
        ", first as ((select * from written where not fresh order by id limit %s)"  # noqa: S608
        " union all (select * from written where fresh order by id limit %s))"
        " select count(*) filter (where fresh), count(*) filter (where not fresh),"
        f" (select json_object_agg(first.id, ({previous}) order by fresh, id) from first)::text from written"
    )


def keep_text_if_empty(*names: str) -> dict[str, str]:
    """Return update expressions where an empty text never overwrites a known one."""
    return {name: f"coalesce(nullif(excluded.{name}, ''), t.{name})" for name in names}


def keep_value_if_null(*names: str) -> dict[str, str]:
    """Return update expressions where null never overwrites a known value."""
    return {name: f"coalesce(excluded.{name}, t.{name})" for name in names}
