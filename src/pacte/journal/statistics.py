"""What a server does by itself a little after many rows came, done at once: without it plans are poor until then."""

from __future__ import annotations

from django.db import connection


def refresh_statistics(beginning: str = "") -> None:
    """Counts again the tables whose name begins so, for the planner; all by default. Seconds, whatever their size.

    May be called within the transaction that wrote: it sees the rows of it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pacte_analyse(%s)", [beginning])
