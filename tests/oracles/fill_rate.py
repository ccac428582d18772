"""Fill rate: places taken and lost over sessions. Cancelling, postponing or cutting never improves it. Pure.

A place counts once. It enters the count when the session where it was first planned passes its entry deadline or is
cancelled, and never leaves it. A postponed or moved place counts as not taken until the deadline of the target session.
If no session took place by the end of the order, it is lost. Entries above the places bought are reported separately.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pacte.offer.records import EntryMode, PlacesBalance, SessionState
from pacte.offer.rules.states import STARTED_STATES, session_entry_deadline


@dataclass(frozen=True, slots=True)
class SessionFill:
    """Input of the count for a session. ``entries``: people who entered by the deadline; replacements do not count.

    ``moves``: places received from other sessions, as (session key, places). ``hours_done``: all trainee hours done,
    never capped.
    """

    key: int
    places: PlacesBalance
    state: SessionState
    starts_on: date | None
    first_starts_on: date | None
    enrol_until: date | None = None
    entry_mode: EntryMode = EntryMode.FIXED
    entries: int = 0
    hours_done: int = 0
    order_ends_on: date | None = None
    moves: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class FillCounts:
    """``counted`` is the denominator; ``taken`` + ``lost`` never exceed it; ``above`` is not part of it."""

    counted: int = 0
    taken: int = 0
    lost: int = 0
    above: int = 0
    hours_counted: int = 0
    hours_done: int = 0

    @property
    def rate(self) -> Fraction | None:
        """None when nothing was due: undefined, which differs from zero."""
        return Fraction(self.taken, self.counted) if self.counted else None

    @property
    def lost_rate(self) -> Fraction | None:
        return Fraction(self.lost, self.counted) if self.counted else None

    @property
    def hours_rate(self) -> Fraction | None:
        return Fraction(self.hours_done, self.hours_counted) if self.hours_counted else None


def compute_fill(sessions: Iterable[SessionFill], *, on: date) -> FillCounts:
    """Compute the fill on a day: in places for sessions with fixed dates, in hours for all sessions."""
    every = list(sessions)
    due = {each.key for each in every if is_due(each, on)}
    counted = taken = lost = above = 0
    for each in every:
        if each.entry_mode is EntryMode.ROLLING:
            continue
        here = each.places.counted if each.key in due else _places_moved_from_due(each, due)
        gone = _lost(each, on, here, is_due=each.key in due)
        entries = each.entries if _counts_entries(each, on) else 0
        counted += here
        lost += gone
        taken += min(entries, here - gone)
        above += max(0, entries - (here - gone))
    return FillCounts(
        counted=counted,
        taken=taken,
        lost=lost,
        above=above,
        hours_counted=sum(each.places.hours_counted for each in every),
        hours_done=sum(each.hours_done for each in every),
    )


def is_due(session: SessionFill, on: date) -> bool:
    """Return True once the places count: session cancelled, or past the deadline of its first planned start.

    For a postponed session the limit is the first start itself: postponing never removes a place from the count.
    """
    if session.state is SessionState.CANCELLED:
        return True
    if session.first_starts_on is not None and session.first_starts_on != session.starts_on:
        return session.first_starts_on < on
    deadline = session_entry_deadline(session.starts_on, session.enrol_until)
    return deadline is not None and deadline < on


def _counts_entries(session: SessionFill, on: date) -> bool:
    """Return True past the entry deadline: late entries no longer take a place."""
    deadline = session_entry_deadline(session.starts_on, session.enrol_until)
    return session.state is not SessionState.CANCELLED and deadline is not None and deadline < on


def _places_moved_from_due(session: SessionFill, due: set[int]) -> int:
    """Places moved from sessions that are due: they count as not taken in this session, which is not due yet."""
    return min(session.places.counted, sum(places for origin, places in session.moves if origin in due))


def _lost(session: SessionFill, on: date, counted: int, *, is_due: bool) -> int:
    """Places lost by decision, or because the order ended before the session started."""
    has_started = session.state in STARTED_STATES or session.entries > 0
    if session.order_ends_on is not None and session.order_ends_on < on and not has_started:
        return counted
    return min(session.places.lost, counted) if is_due else 0
