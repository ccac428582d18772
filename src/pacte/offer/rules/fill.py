"""Places taken and lost, over sessions: cancelling, postponing or cutting never improves a figure. Pure.

A place counts once. It enters the count when the session where it was first planned is past its entry deadline, or is
cancelled, and never leaves it. Postponed or moved, it counts untaken until the deadline of the session where it went;
not held by the end of its order, it is lost. Entries above the places bought are shown apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pacte.offer.records import EntryMode, Places, SessionState
from pacte.offer.rules.states import HELD, entry_deadline


@dataclass(frozen=True, slots=True)
class SessionFill:
    """What the count needs of a session. ``entries``: people entered by the deadline, whoever followed on their place.

    ``moves`` lists places that came from other sessions: (key of that session, places). ``hours_done`` are trainee
    hours realised, all of them: they are never capped.
    """

    key: int
    places: Places
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
class Fill:
    """``counted`` is the denominator; ``taken`` + ``lost`` never exceed it; ``above`` is beside."""

    counted: int = 0
    taken: int = 0
    lost: int = 0
    above: int = 0
    hours_counted: int = 0
    hours_done: int = 0

    @property
    def rate(self) -> Fraction | None:
        """None when nothing was due: not computable, which is not zero."""
        return Fraction(self.taken, self.counted) if self.counted else None

    @property
    def lost_rate(self) -> Fraction | None:
        return Fraction(self.lost, self.counted) if self.counted else None

    @property
    def hours_rate(self) -> Fraction | None:
        return Fraction(self.hours_done, self.hours_counted) if self.hours_counted else None


def fill(sessions: Iterable[SessionFill], *, on: date) -> Fill:
    """The fill on a day: in places for sessions with fixed dates, in hours for all of them."""
    every = list(sessions)
    due = {each.key for each in every if is_due(each, on)}
    counted = taken = lost = above = 0
    for each in every:
        if each.entry_mode is EntryMode.ROLLING:
            continue
        here = each.places.counted if each.key in due else _received_from_due(each, due)
        gone = _lost(each, on, here, is_due=each.key in due)
        entries = each.entries if _counts_entries(each, on) else 0
        counted += here
        lost += gone
        taken += min(entries, here - gone)
        above += max(0, entries - (here - gone))
    return Fill(
        counted=counted,
        taken=taken,
        lost=lost,
        above=above,
        hours_counted=sum(each.places.hours_counted for each in every),
        hours_done=sum(each.hours_done for each in every),
    )


def is_due(session: SessionFill, on: date) -> bool:
    """True once its places count: cancelled, or past the deadline of its first planned start.

    Of a postponed session the first start itself is the limit: postponing never takes a place out of the count.
    """
    if session.state is SessionState.CANCELLED:
        return True
    if session.first_starts_on is not None and session.first_starts_on != session.starts_on:
        return session.first_starts_on < on
    deadline = entry_deadline(session.starts_on, session.enrol_until)
    return deadline is not None and deadline < on


def _counts_entries(session: SessionFill, on: date) -> bool:
    """True past its entry deadline: late entries no longer take a place."""
    deadline = entry_deadline(session.starts_on, session.enrol_until)
    return session.state is not SessionState.CANCELLED and deadline is not None and deadline < on


def _received_from_due(session: SessionFill, due: set[int]) -> int:
    """Places from sessions whose time is past: they stay in the count, untaken, in the session not yet due."""
    return min(session.places.counted, sum(places for origin, places in session.moves if origin in due))


def _lost(session: SessionFill, on: date, counted: int, *, is_due: bool) -> int:
    """Lost by decision, or because the order ended before the session was held."""
    is_held = session.state in HELD or session.entries > 0
    if session.order_ends_on is not None and session.order_ends_on < on and not is_held:
        return counted
    return min(session.places.lost, counted) if is_due else 0
