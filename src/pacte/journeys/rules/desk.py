"""Desk column of a journey, and order within a column. Pure.

One column a journey: obligations of the adviser come first, then silence, then obligations of others. Waiting for a
decision of the provider is never silence of the learner.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from pacte.journeys.records import JourneyState
from pacte.journeys.records.adviser_desk import DeskRow, Phase, WaitStatus

S = JourneyState
# States that wait for something; other states (in training, ended, closed) are not on the desk.
LIVE = frozenset(
    {S.OPEN, S.PROPOSED, S.INVITED, S.SLOT_CHOSEN, S.MISSED, S.INFORMED, S.TESTED, S.ADMITTED, S.WAITING, S.NOT_KEPT,
     S.DECLINED, S.TO_RESEAT, S.INTERRUPTED}
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
# An entry so near is announced on the desk.
ENTRY_SOON = timedelta(days=30)


def wait_status_of(row: DeskRow, *, on: date, silent_days: int) -> WaitStatus | None:
    """The column, None when the journey waits for nothing."""
    if row.due_on is not None or row.state in OWED:
        return WaitStatus.TO_DO
    if row.state not in LIVE:
        return None
    silent = (on - row.seen_on).days > silent_days
    if row.state in TO_MOVE:
        return WaitStatus.SILENT if silent else WaitStatus.TO_DO
    if row.state in TO_ANSWER:
        return WaitStatus.SILENT if silent else WaitStatus.AWAITED
    if row.state is S.ADMITTED and is_entry_late(row, on):
        return WaitStatus.SILENT
    return WaitStatus.AWAITED


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
