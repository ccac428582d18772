"""Expiry of logins. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# A working day; or a week when the person ticked « Rester connecté 7 jours » on their own device.
LOGIN_LIFETIME = timedelta(hours=12)
LASTING_LOGIN_LIFETIME = timedelta(days=7)
# The last-seen time is written at most once a minute.
SEEN_UPDATE_INTERVAL = timedelta(minutes=1)


class LoginEndReason(StrEnum):
    """Why a login ended. The values appear in the URL of the login page."""

    IDLE = "inactivite"
    AGE = "duree"


@dataclass(frozen=True, slots=True)
class LoginTimes:
    """Seconds since the epoch. ``is_lasting``: « Rester connecté 7 jours » was ticked."""

    entered_at: float
    seen_at: float
    is_lasting: bool


def login_end_reason(
    times: LoginTimes, *, at: float, idle: timedelta, has_sensitive_role: bool
) -> LoginEndReason | None:
    """Why the login is over, or None.

    Roles that engage the Region always expire when idle, even if « Rester connecté » was ticked.
    """
    lasting = times.is_lasting and not has_sensitive_role
    if at - times.entered_at >= (LASTING_LOGIN_LIFETIME if lasting else LOGIN_LIFETIME).total_seconds():
        return LoginEndReason.AGE
    if not lasting and at - times.seen_at >= idle.total_seconds():
        return LoginEndReason.IDLE
    return None
