"""In which column of the desk a journey stands, and in which order. Pure.

One column a journey: what the adviser owes comes first, then silence, then what others owe. A decision that a provider
owes is never called silence of the person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from pacte.journeys.records import JourneyState
from pacte.journeys.records.advising import DeskRow, Phase, Wait

S = JourneyState
# States that wait for something; the rest of a journey (in training, ended, closed) asks nothing of this desk.
LIVE = frozenset(
    {S.OPEN, S.PROPOSED, S.INVITED, S.SLOT_CHOSEN, S.MISSED, S.INFORMED, S.TESTED, S.ADMITTED, S.WAITING, S.NOT_KEPT,
     S.DECLINED, S.TO_RESEAT, S.INTERRUPTED}
)  # fmt: skip
# A next proposal or a seat is owed to the person, however long nothing was heard.
OWED = frozenset({S.NOT_KEPT, S.DECLINED, S.TO_RESEAT})
# The adviser moves, unless nothing is heard any more.
TO_MOVE = frozenset({S.OPEN, S.MISSED})
# The person answers, unless nothing is heard any more.
TO_ANSWER = frozenset({S.PROPOSED, S.INVITED})
# Days after which an entry that nobody recorded is a question.
ENTRY_LATE = timedelta(days=2)
ROLLING_ENTRY_LATE = timedelta(days=15)


def wait_of(row: DeskRow, *, on: date, silent_days: int) -> Wait | None:
    """The column, None when the journey waits for nothing."""
    if row.due_on is not None or row.state in OWED:
        return Wait.TO_DO
    if row.state not in LIVE:
        return None
    silent = (on - row.seen_on).days > silent_days
    if row.state in TO_MOVE:
        return Wait.SILENT if silent else Wait.TO_DO
    if row.state in TO_ANSWER:
        return Wait.SILENT if silent else Wait.AWAITED
    if row.state is S.ADMITTED and is_entry_late(row, on):
        return Wait.SILENT
    return Wait.AWAITED


def is_entry_late(row: DeskRow, on: date) -> bool:
    """True when the session has begun and nobody said whether the person came."""
    if row.is_rolling:
        return row.state_on + ROLLING_ENTRY_LATE < on
    return row.starts_on is not None and row.starts_on + ENTRY_LATE < on


def in_order(rows: Iterable[DeskRow], wait: Wait) -> list[DeskRow]:
    """The most urgent first: a lost seat, then the oldest; for silence, the longest."""
    if wait is Wait.SILENT:
        return sorted(rows, key=lambda row: (row.seen_on, row.journey_id))
    return sorted(rows, key=lambda row: (row.state is not S.TO_RESEAT, row.due_on or row.state_on, row.journey_id))


def phase_of(state: JourneyState) -> Phase:
    """Where a contact stands: before, during or after the training."""
    if state in (S.IN_TRAINING, S.INTERRUPTED):
        return Phase.DURING
    return Phase.AFTER if state is S.ENDED else Phase.BEFORE
