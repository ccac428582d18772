"""Retry delays of an unanswered message: 1, 2, 4… minutes, at most six hours, for about two days. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

MAX_DELIVERY_TRIES = 16
_MAX_DELAY = timedelta(hours=6)


def next_try_instant(tries: int, after: datetime) -> datetime | None:
    """Return the instant of the next try after ``tries`` tries; None when none is left."""
    if tries >= MAX_DELIVERY_TRIES:
        return None
    return after + min(timedelta(minutes=2 ** max(tries - 1, 0)), _MAX_DELAY)


def next_poll_instant(after: datetime) -> datetime:
    """Return when to send again a message received but not decided by the partner, to poll its decision."""
    return after + _MAX_DELAY
