"""State transitions of an answer, and when a reminder is due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pacte.steering.records import AnswerState, Reminder

# A lead may write until the pilot accepts; the pilot accepts or returns an answer that was sent.
WRITABLE = frozenset({AnswerState.AWAITED, AnswerState.STARTED, AnswerState.SENT, AnswerState.RETURNED})
SENDABLE = frozenset({AnswerState.AWAITED, AnswerState.STARTED, AnswerState.RETURNED})
JUDGED = frozenset({AnswerState.SENT})
_DAYS = {Reminder.WEEK: 7, Reminder.LAST: 2}


def is_late(state: AnswerState, due_on: date, on: date) -> bool:
    """Returns True when the due date is past and nothing was sent."""
    return due_on < on and state not in (AnswerState.SENT, AnswerState.ACCEPTED)


def reminder_due(state: AnswerState, due_on: date, on: date, sent: Collection[Reminder]) -> Reminder | None:
    """Returns the reminder to send that day, if any. A missed run is caught up: D-7 is sent until D-3, then D-2.

    No reminder is sent after the due date, nor an earlier one once a later one was sent.
    """
    left = (due_on - on).days
    if state not in SENDABLE or left < 0:
        return None
    wanted = next((each for each in (Reminder.LAST, Reminder.WEEK) if left <= _DAYS[each]), None)
    if wanted is None or wanted in sent or (wanted is Reminder.WEEK and Reminder.LAST in sent):
        return None
    return wanted
