"""Timestamps in the web session: login, last activity, last proof of identity."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from pacte.accounts.records import SECOND_FACTOR_ROLES
from pacte.accounts.rules.login_expiry import (
    LASTING_LOGIN_LIFETIME,
    SEEN_UPDATE_INTERVAL,
    LoginEndReason,
    LoginTimes,
    login_end_reason,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import true_now

_STARTED_KEY, _SEEN_KEY, _LASTING_KEY, PROVED_KEY = "entered_at", "seen_at", "is_lasting", "proved_at"


def begin_login(session: SessionBase, *, lasting: bool) -> None:
    """Starts a login. Unless ``lasting``, its cookie expires with the browser."""
    session[_STARTED_KEY] = session[_SEEN_KEY] = true_now().timestamp()
    session[_LASTING_KEY] = lasting
    session.set_expiry(int(LASTING_LOGIN_LIFETIME.total_seconds()) if lasting else 0)


def check_login_session(session: SessionBase, actor: Actor) -> LoginEndReason | None:
    """Returns why this login has ended, or None when it is valid. Updates the last activity at most once a minute."""
    moment = true_now().timestamp()
    times = LoginTimes(
        entered_at=session.get(_STARTED_KEY, moment),
        seen_at=session.get(_SEEN_KEY, moment),
        is_lasting=session.get(_LASTING_KEY, False),
    )
    end_reason = login_end_reason(
        times, at=moment, idle=settings.IDLE_TIME, has_sensitive_role=actor.has_role(*SECOND_FACTOR_ROLES)
    )
    if end_reason is None and (
        _SEEN_KEY not in session or moment - times.seen_at >= SEEN_UPDATE_INTERVAL.total_seconds()
    ):
        session[_SEEN_KEY] = moment
        session.setdefault(_STARTED_KEY, moment)
    return end_reason


def idle_seconds_left(session: SessionBase, actor: Actor) -> int | None:
    """Seconds that this login lasts without a request, or None when only its age ends it."""
    lasting = session.get(_LASTING_KEY, False) and not actor.has_role(*SECOND_FACTOR_ROLES)
    return None if lasting else int(settings.IDLE_TIME.total_seconds())


def record_identity_proof(session: SessionBase) -> None:
    """Records that the person has just proved their identity again."""
    session[PROVED_KEY] = true_now().timestamp()


def has_recent_identity_proof(session: SessionBase) -> bool:
    return bool(true_now().timestamp() - session.get(PROVED_KEY, 0.0) < settings.FRESH_TIME.total_seconds())
