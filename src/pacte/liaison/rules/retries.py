"""When a message that got no answer leaves again: 1, 2, 4… minutes, at most six hours, for about two days. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

TRIES = 16
_LONGEST = timedelta(hours=6)


def next_try(tries: int, after: datetime) -> datetime | None:
    """The instant of the next try once ``tries`` were made; None when none is left."""
    if tries >= TRIES:
        return None
    return after + min(timedelta(minutes=2 ** max(tries - 1, 0)), _LONGEST)


def look_again(after: datetime) -> datetime:
    """When a message received there, and not decided upon, is asked about again by sending it again."""
    return after + _LONGEST
