"""When a login ends by itself, and for how long a person has just proved who they are. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# A working day; or, on one's own device, the week that one asked for.
DAY = timedelta(hours=12)
WEEK = timedelta(days=7)
# What was seen is written at most once a minute.
SEEN_EVERY = timedelta(minutes=1)


class End(StrEnum):
    """Why a login ended. The values are in the address of the login page."""

    IDLE = "inactivite"
    AGE = "duree"


@dataclass(frozen=True, slots=True)
class LoginTimes:
    """Seconds since the epoch. ``is_lasting``: « Rester connecté 7 jours » was ticked."""

    entered_at: float
    seen_at: float
    is_lasting: bool


def end_of(times: LoginTimes, *, at: float, idle: timedelta, engages_region: bool) -> End | None:
    """Why the login is over, or None. The roles that engage the Region stay idle no longer, whatever was ticked."""
    lasting = times.is_lasting and not engages_region
    if at - times.entered_at >= (WEEK if lasting else DAY).total_seconds():
        return End.AGE
    if not lasting and at - times.seen_at >= idle.total_seconds():
        return End.IDLE
    return None
