"""Planner statistics after a bulk load.

Runs at once the ANALYZE that autovacuum would run later, because query plans are poor until then.
"""

from __future__ import annotations

from django.db import connection


def analyze_tables(prefix: str = "") -> None:
    """Runs ANALYZE on the tables whose name starts with ``prefix``; all by default. Takes seconds, whatever their size.

    May run inside the transaction that wrote the rows: it sees them.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pacte_analyse(%s)", [prefix])
