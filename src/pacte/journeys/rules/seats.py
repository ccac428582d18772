"""Seats of a session: allocation of bought places, and reuse of freed ones. Pure.

A place counts once, whoever takes it next. The number of seats is what the provider opened; with permanent entries it
is a simultaneous capacity.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

# Share of a session after which nobody can usefully join, when it has no deadline of its own.
_LATE_SHARE = 0.2
_LATE_DAYS = 21


def free_rank(taken_ranks: Collection[int], opened: int) -> int | None:
    """The lowest free seat, from 1; None when all opened seats are taken."""
    return next((rank for rank in range(1, opened + 1) if rank not in taken_ranks), None)


def seat_entry_deadline(starts_on: date | None, ends_on: date | None, *, is_rolling: bool) -> date | None:
    """Last day on which a freed seat may be taken. None without a limit (permanent entries, no dates).

    A fifth of the session, at most three weeks: a practice that a Region may change, not a rule of law.
    """
    if is_rolling or starts_on is None:
        return ends_on if is_rolling else None
    if ends_on is None:
        return starts_on + timedelta(days=_LATE_DAYS)
    return starts_on + timedelta(days=min(_LATE_DAYS, int((ends_on - starts_on).days * _LATE_SHARE)))


def count_filled_seats(entered_ranks: Collection[int]) -> int:
    """Places on which somebody entered: successive learners on the same place count once."""
    return len(set(entered_ranks))
