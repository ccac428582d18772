"""People who entered sessions and said that they are hired for long, as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import connection

from pacte.kernel.actor import Actor


def people_hired(*, actor: Actor, sessions: Mapping[int, Iterable[int]], known: datetime, on: date) -> dict[int, int]:
    """By group of sessions, people who say, at three or six months, a permanent contract or one of six months or more.

    Public: a number by group, each person once. One query.
    """
    pairs = [(group, session) for group, ids in sessions.items() for session in ids]
    if not pairs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select of_group, people from journeys_people_hired(%s, %s, %s, %s)",
            [[group for group, _ in pairs], [session for _, session in pairs], known, on],
        )
        return dict(cursor.fetchall())
