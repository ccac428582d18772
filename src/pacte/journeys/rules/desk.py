"""Desk column of a journey, and order within a column. Pure.

One column a journey: obligations of the adviser come first, then silence, then obligations of others. Waiting for a
decision of the provider is never silence of the learner. In training, the adviser must act on absences, and before an
end after which no seat is held.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from pacte.journeys.records import JourneyState
from pacte.journeys.records.adviser_desk import DeskRow, Phase, WaitStatus
from pacte.journeys.rules.attendance import Presence, Week
from pacte.journeys.rules.consequences import Consequence

S = JourneyState
# States that wait for something. A training that goes on is on the desk for its absences and its end only.
LIVE = frozenset(
    {S.OPEN, S.PROPOSED, S.INVITED, S.SLOT_CHOSEN, S.MISSED, S.INFORMED, S.TESTED, S.ADMITTED, S.WAITING, S.RESERVED,
     S.NOT_KEPT, S.DECLINED, S.TO_RESEAT, S.INTERRUPTED}
)  # fmt: skip
# A next proposal or a seat is owed to the learner, even after a long silence.
OWED = frozenset({S.NOT_KEPT, S.DECLINED, S.TO_RESEAT})
# The adviser must act, unless the learner is silent.
TO_MOVE = frozenset({S.OPEN, S.MISSED})
# The learner must answer, unless silent.
TO_ANSWER = frozenset({S.PROPOSED, S.INVITED})
# Delay after which a missing entry needs a check.
ENTRY_LATE = timedelta(days=2)
ROLLING_ENTRY_LATE = timedelta(days=15)
# An entry so near is announced on the desk; an end so near must be prepared.
ENTRY_SOON = timedelta(days=30)
END_SOON = timedelta(days=21)
# Unexcused half-days that call for the adviser, since their last contact with the learner and within so many days.
MOST_ABSENCES = 2
ABSENT_WITHIN = timedelta(days=21)


def wait_status_of(row: DeskRow, *, on: date, silent_days: int) -> WaitStatus | None:
    """The column, None when the journey waits for nothing."""
    if row.postponed_until is not None and row.postponed_until > on:
        return WaitStatus.AWAITED
    if row.is_to_send:
        return WaitStatus.TO_DO
    if row.due_on is not None:
        if is_return_later(row, on):
            return WaitStatus.AWAITED if row.state in LIVE else None
        return WaitStatus.AWAITED if is_call_later(row, on) else WaitStatus.TO_DO
    if row.state in OWED or needs_follow_up(row, on):
        return WaitStatus.TO_DO
    if row.state not in LIVE:
        return None
    # A later step of a plan asks nothing of anybody before its turn.
    silent = not row.is_later_stage and (on - row.seen_on).days > silent_days
    if row.state in TO_MOVE:
        return WaitStatus.SILENT if silent else WaitStatus.TO_DO
    if row.state in TO_ANSWER:
        return WaitStatus.SILENT if silent else WaitStatus.AWAITED
    if row.state is S.ADMITTED and is_entry_late(row, on):
        return WaitStatus.SILENT
    return WaitStatus.AWAITED


def is_call_later(row: DeskRow, on: date) -> bool:
    """True for a learner who thinks until the day agreed for a call."""
    return row.due_what == Consequence.CALL_BACK and row.due_on is not None and row.due_on > on


def is_return_later(row: DeskRow, on: date) -> bool:
    """True for a learner on a mission, or under a contract, whose return is not to be prepared yet."""
    return row.due_what == Consequence.RETURN_TO_PREPARE and row.due_on is not None and row.due_on > on


def needs_follow_up(row: DeskRow, on: date) -> bool:
    """True in training after too many absences, or before an end after which no seat is held."""
    return row.state is S.IN_TRAINING and (row.absences >= MOST_ABSENCES or is_end_soon(row, on))


def is_end_soon(row: DeskRow, on: date) -> bool:
    """True for a training that ends within ``END_SOON`` while no seat is held for what comes next."""
    ends_on = row.ends_on
    return row.state is S.IN_TRAINING and not row.has_next and ends_on is not None and on <= ends_on <= on + END_SOON


def absent_days(weeks: Iterable[Week], *, since: date, on: date) -> list[date]:
    """The day of each unexcused half-day after ``since`` and until ``on``, in order."""
    days = [
        week.monday + timedelta(days=rank // 2)
        for week in weeks
        for rank, mark in enumerate(week.marks)
        if mark == Presence.ABSENT
    ]
    return sorted(day for day in days if since < day <= on)


def is_entry_late(row: DeskRow, on: date) -> bool:
    """True when the session has begun and nobody recorded whether the learner came."""
    if row.is_rolling:
        return row.state_on + ROLLING_ENTRY_LATE < on
    return row.starts_on is not None and row.starts_on + ENTRY_LATE < on


def is_entry_soon(row: DeskRow, on: date) -> bool:
    """True for an admitted learner whose session begins within ``ENTRY_SOON``."""
    starts_on = row.starts_on
    return row.state is S.ADMITTED and starts_on is not None and on < starts_on <= on + ENTRY_SOON


def sort_by_urgency(rows: Iterable[DeskRow], wait: WaitStatus) -> list[DeskRow]:
    """Most urgent first: lost seats, then the oldest; for silence, the longest."""
    if wait is WaitStatus.SILENT:
        return sorted(rows, key=lambda row: (row.seen_on, row.journey_id))
    return sorted(rows, key=lambda row: (row.state is not S.TO_RESEAT, row.due_on or row.state_on, row.journey_id))


def phase_of(state: JourneyState) -> Phase:
    """Phase of a contact: before, during or after the training."""
    if state in (S.IN_TRAINING, S.INTERRUPTED):
        return Phase.DURING
    return Phase.AFTER if state is S.ENDED else Phase.BEFORE
