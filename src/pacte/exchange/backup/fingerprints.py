"""Row count and order-independent hash of every table, to compare two databases.

The hash of a table is the sum of the hashes of its rows: no sort is needed and memory use is constant.
"""

from __future__ import annotations

from typing import TypedDict

import psycopg
from psycopg import sql


class Fingerprint(TypedDict):
    """``sum``: sums of the two halves of the MD5 of each row."""

    rows: int
    sum: str


# The text form of values depends on these settings.
_TEXT_SETTINGS_SQL = (
    "set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';"
    " set local extra_float_digits = 1; set local bytea_output = 'hex'"
)
_TABLES_SQL = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"
_FINGERPRINT_SQL = """
select count(*),
       coalesce(sum(('x' || left(line, 16))::bit(64)::bigint::numeric), 0) || ':' ||
       coalesce(sum(('x' || right(line, 16))::bit(64)::bigint::numeric), 0)
from (select md5(t::text) as line from {} t) lines
"""


def table_fingerprints(connection: psycopg.Connection) -> dict[str, Fingerprint]:
    """Fingerprint of each table. Must run inside a transaction, with a role that sees every row."""
    connection.execute(_TEXT_SETTINGS_SQL)
    by_table: dict[str, Fingerprint] = {}
    for (name,) in connection.execute(_TABLES_SQL).fetchall():
        rows, total = connection.execute(sql.SQL(_FINGERPRINT_SQL).format(sql.Identifier(name))).fetchone() or (0, "")
        by_table[name] = {"rows": rows, "sum": total}
    return by_table
