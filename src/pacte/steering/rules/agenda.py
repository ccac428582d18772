"""The order of a meeting: hours computed from the beginning and the minutes, points moved one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from pacte.steering.records.meetings import AgendaPoint

_ANY_DAY = date(2000, 1, 1)


def timed(points: Sequence[AgendaPoint], starts_at: time | None) -> tuple[AgendaPoint, ...]:
    """Each point with its hour, as long as all before it say how long they take."""
    clock = datetime.combine(_ANY_DAY, starts_at) if starts_at else None
    found = []
    for point in points:
        found.append(replace(point, begins_at=clock.time() if clock else None))
        clock = clock + timedelta(minutes=point.minutes) if clock and point.minutes else None
    return tuple(found)


def total_minutes(points: Sequence[AgendaPoint]) -> int:
    return sum(point.minutes or 0 for point in points)


def moved(points: Sequence[AgendaPoint], rank: int, by: int) -> tuple[AgendaPoint, ...]:
    """The point of that rank (from 0) changes places with its neighbour above (-1) or below (+1), when there is one."""
    other = rank + by
    if not 0 <= rank < len(points) or not 0 <= other < len(points):
        return tuple(points)
    order = list(points)
    order[rank], order[other] = order[other], order[rank]
    return tuple(order)
