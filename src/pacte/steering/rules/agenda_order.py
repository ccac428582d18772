"""The order of an agenda: start times computed from durations, items moved by one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from pacte.steering.records.meetings import AgendaPoint

_ANY_DAY = date(2000, 1, 1)


def with_start_times(points: Sequence[AgendaPoint], starts_at: time | None) -> tuple[AgendaPoint, ...]:
    """Returns the items with their start times, as far as every earlier item has a duration."""
    clock = datetime.combine(_ANY_DAY, starts_at) if starts_at else None
    timed_points = []
    for point in points:
        timed_points.append(replace(point, begins_at=clock.time() if clock else None))
        clock = clock + timedelta(minutes=point.minutes) if clock and point.minutes else None
    return tuple(timed_points)


def total_minutes(points: Sequence[AgendaPoint]) -> int:
    return sum(point.minutes or 0 for point in points)


def move_agenda_point(points: Sequence[AgendaPoint], rank: int, by: int) -> tuple[AgendaPoint, ...]:
    """Swaps the item at ``rank`` (from 0) with its neighbour above (-1) or below (+1), if there is one."""
    other = rank + by
    if not 0 <= rank < len(points) or not 0 <= other < len(points):
        return tuple(points)
    order = list(points)
    order[rank], order[other] = order[other], order[rank]
    return tuple(order)
