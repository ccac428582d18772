"""How trainings ended, by the key of the journey, for what counts them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection

from pacte.kernel.actor import Actor


def ends_of_journeys(
    *, actor: Actor, keys: Iterable[str], known_before: datetime, on: date
) -> list[tuple[str, date, str]]:
    """Key, last day and kind of end of those journeys whose training has ended by that day, as known then.

    Public: who calls it counts, and tells nobody a row. One query; none without keys.
    """
    wanted = sorted(set(keys))
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select journey_key::text, ended_on, end_kind from journeys_ends(%s::uuid[], %s, %s)",
            [wanted, known_before, on],
        )
        return [(key, ended_on, kind) for key, ended_on, kind in cursor.fetchall()]
