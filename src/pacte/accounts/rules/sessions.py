"""Expiry of logins. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# A working day; or a week when the person ticked « Rester connecté 7 jours » on their own device.
DAY = timedelta(hours=12)
WEEK = timedelta(days=7)
# The last-seen time is written at most once a minute.
SEEN_EVERY = timedelta(minutes=1)


class End(StrEnum):
    """Why a login ended. The values appear in the URL of the login page."""

    IDLE = "inactivite"
    AGE = "duree"


@dataclass(frozen=True, slots=True)
class LoginTimes:
    """Seconds since the epoch. ``is_lasting``: « Rester connecté 7 jours » was ticked."""

    entered_at: float
    seen_at: float
    is_lasting: bool


def end_of(times: LoginTimes, *, at: float, idle: timedelta, engages_region: bool) -> End | None:
    """Why the login is over, or None.

    Roles that engage the Region always expire when idle, even if « Rester connecté » was ticked.
    """
    lasting = times.is_lasting and not engages_region
    if at - times.entered_at >= (WEEK if lasting else DAY).total_seconds():
        return End.AGE
    if not lasting and at - times.seen_at >= idle.total_seconds():
        return End.IDLE
    return None
