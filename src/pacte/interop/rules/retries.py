"""Retry delays of an unanswered message: 1, 2, 4… minutes, at most six hours, for about two days. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

TRIES = 16
_LONGEST = timedelta(hours=6)


def next_try(tries: int, after: datetime) -> datetime | None:
    """Return the instant of the next try after ``tries`` tries; None when none is left."""
    if tries >= TRIES:
        return None
    return after + min(timedelta(minutes=2 ** max(tries - 1, 0)), _LONGEST)


def look_again(after: datetime) -> datetime:
    """Return when to send again a message received but not decided by the partner, to poll its decision."""
    return after + _LONGEST
