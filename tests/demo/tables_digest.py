"""Program for ``./pacte django shell``: prints the digest of each table of a demonstration, and what is dated later.

Random keys (``uuid`` columns) and what the clock of the machine dates are left out of the digests.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from typing import Any

import psycopg
from psycopg import sql

# Written by the true clock or by chance: logins, queue, migrations, history with its own instant; secrets and keys that
# are drawn, in a text too; the numbers that hide people in the facts.
UNLIKE = (
    "indicators_factperson", "notifications_notification", "offer_preparation", "accounts_person",
    "accounts_tokenbucket", "audit_auditentry", "audit_rowchange", "django_migrations",
    "journeys_learnerlink", "journeys_placerequest", "procrastinate_events", "procrastinate_workers",
    "procrastinate_periodic_defers", "django_session",
)  # fmt: skip
# Columns of days to come, and of reference data that is not of the demonstration.
_TO_COME = (
    "due_on", "check_on", "committee_on", "held_on", "starts_on", "ends_on", "starts_at", "ends_at", "keep_until",
    "valid_until", "valid_from", "end_on", "purge_on", "expires_on", "expires_at", "earliest_on", "latest_on",
    "first_starts_on", "job_until", "open_until", "next_due_on", "opens_until", "opens_at", "closes_at",
    "starts_on_before", "ends_on_before",
)  # fmt: skip


def describe(connection: psycopg.Connection[Any], day: date) -> dict[str, object]:
    columns: dict[str, list[tuple[str, str]]] = {}
    for table, name, kind in connection.execute(
        "select table_name, column_name, data_type from information_schema.columns c where table_schema = 'public'"
        " and exists (select 1 from pg_class t where t.relname = c.table_name and t.relkind = 'r') order by 1, 2"
    ):
        columns.setdefault(table, []).append((name, kind))
    digests: dict[str, str] = {}
    later: dict[str, int] = {}
    for table, named in columns.items():
        count = connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchone()
        digests[table] = f"{(count or (0,))[0]} rows"
        if table in UNLIKE:
            continue
        kept = [sql.Identifier(name) for name, kind in named if kind != "uuid"]
        digests[table] += f", {_value(connection, _DIGEST, sql.SQL(', ').join(kept), sql.Identifier(table))}"
        for name, kind in named:
            if kind in ("date", "timestamp with time zone") and name not in _TO_COME and "reference" not in table:
                rows = _value(connection, _LATER, sql.Identifier(table), sql.Identifier(name), sql.Literal(day))
                later |= {f"{table}.{name}": rows} if rows else {}
    return {"digests": digests, "later": later}


_DIGEST = "select md5(coalesce(string_agg(r::text, '|' order by r::text), '')) from (select {} from {}) r"
_LATER = "select count(*) from {} where ({} at time zone 'Europe/Paris')::date > {}::date"


def _value(connection: psycopg.Connection[Any], query: str, *parts: sql.Composable) -> Any:
    row = connection.execute(sql.SQL(query).format(*parts)).fetchone()
    return row[0] if row else None


def main() -> None:
    with psycopg.connect(os.environ["DATABASE_BACKUP_URL"]) as connection:
        sys.stdout.write(json.dumps(describe(connection, date.fromisoformat(os.environ["DEMONSTRATION_DAY"]))))
