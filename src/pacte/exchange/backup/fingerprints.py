"""Number of rows and a hash of all rows, whatever their order, for every table: what tells two databases apart.

The hash of a table is the sum of the hashes of its rows: no row waits for another, and memory stays flat.
"""

from __future__ import annotations

from typing import TypedDict

import psycopg
from psycopg import sql


class Fingerprint(TypedDict):
    """``sum``: the two halves of the MD5 of each row, added up."""

    rows: int
    sum: str


# How a value is written as text depends on these.
_WRITTEN = (
    "set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';"
    " set local extra_float_digits = 1; set local bytea_output = 'hex'"
)
_TABLES = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"
_SUM = """
select count(*),
       coalesce(sum(('x' || left(line, 16))::bit(64)::bigint::numeric), 0) || ':' ||
       coalesce(sum(('x' || right(line, 16))::bit(64)::bigint::numeric), 0)
from (select md5(t::text) as line from {} t) lines
"""


def fingerprints(connection: psycopg.Connection) -> dict[str, Fingerprint]:
    """Must be called inside a transaction, of a role that sees every row."""
    connection.execute(_WRITTEN)
    found: dict[str, Fingerprint] = {}
    for (name,) in connection.execute(_TABLES).fetchall():
        rows, total = connection.execute(sql.SQL(_SUM).format(sql.Identifier(name))).fetchone() or (0, "")
        found[name] = {"rows": rows, "sum": total}
    return found
