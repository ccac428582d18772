"""The only place that reads the clock. Rules receive ``on: date``; queries, services and pages call these functions.

A demonstration has its own day: ``now`` and ``today`` are shifted by a whole number of days, the same for every process
of the installation (``infra.instance``) and for its database (``pacte_now()``). What protects access, and what machines
tell each other, keeps ``true_now``: logins, codes, links, limits, signatures of messages, the queue of jobs, logs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


@dataclass(slots=True)
class _Shift:
    """How far ``now`` is from the true instant; ``stopped_at`` is the only instant while a demonstration is loaded."""

    days: int = 0
    stopped_at: datetime | None = None


_shift = _Shift()


def true_now() -> datetime:
    """The current instant, timezone-aware, in UTC."""
    return datetime.now(tz=UTC)


def now() -> datetime:
    """The instant of the trade, timezone-aware, in UTC: the current one, except in a demonstration with its own day."""
    return _shift.stopped_at or true_now() + timedelta(days=_shift.days)


def trade_instant(true_instant: datetime) -> datetime:
    """What ``now`` said at a true instant of the past."""
    return _shift.stopped_at or true_instant + timedelta(days=_shift.days)


def today() -> date:
    """The date of the trade in Paris: the one that a person in France writes on a letter."""
    return paris_date(now())


def true_today() -> date:
    """The current date in Paris."""
    return paris_date(true_now())


def paris_date(instant: datetime) -> date:
    """The date that a clock in Paris shows at this instant: after midnight there, a date in UTC is the day before."""
    return instant.astimezone(PARIS).date()


def known_before(day: date) -> datetime:
    """What is recorded before this instant is known at the end of that day; of today, all that is recorded so far."""
    end = datetime.combine(day + timedelta(days=1), time(), PARIS).astimezone(UTC)
    return min(now() + timedelta(microseconds=1), end)


def day_offset() -> int:
    """Days by which ``now`` is shifted; 0 without a day of its own."""
    return _shift.days


def shift_clock(*, days: int) -> None:
    """Shifts ``now`` for this process. Only settings call it, with what the installation stores."""
    _shift.days = days


@contextmanager
def clock_stopped_on(day: date) -> Iterator[None]:
    """Inside, that day begins in Paris, in all threads: what is loaded does not depend on the hour.

    At any hour of that day it is past, and known.
    """
    before, _shift.stopped_at = _shift.stopped_at, datetime.combine(day, time(), PARIS).astimezone(UTC)
    try:
        yield
    finally:
        _shift.stopped_at = before
