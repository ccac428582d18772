"""Files of one kind are written, or tried, one batch at a time in a Region.

Two files may say the same things in opposite orders: each would wait for the rows of the other, or both would open the
record of the same person.
"""

from __future__ import annotations

from django.db import connection


def take_writing_turn(kind: str, host_id: int) -> None:
    """Waits for the batch that another process writes. The turn ends with the transaction.

    To be taken before any row: who has a row and waits for the turn would be waited for.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s), %s::int)", [f"intake.{kind}", host_id % 2**31])
