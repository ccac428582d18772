"""What may follow what in a round, and when someone is reminded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pacte.steering.records import AnswerState, Reminder

# Who may still write: the lead until the pilot accepts; the pilot accepts or returns what was sent.
WRITABLE = frozenset({AnswerState.AWAITED, AnswerState.STARTED, AnswerState.SENT, AnswerState.RETURNED})
SENDABLE = frozenset({AnswerState.AWAITED, AnswerState.STARTED, AnswerState.RETURNED})
JUDGED = frozenset({AnswerState.SENT})
_DAYS = {Reminder.WEEK: 7, Reminder.LAST: 2}


def is_late(state: AnswerState, due_on: date, on: date) -> bool:
    """True when the day is over and nothing was sent."""
    return due_on < on and state not in (AnswerState.SENT, AnswerState.ACCEPTED)


def reminder_due(state: AnswerState, due_on: date, on: date, sent: Collection[Reminder]) -> Reminder | None:
    """The reminder to send that day, if any. A day without the machine is made up for: D-7 until D-3, then D-2.

    Nobody is reminded once the day is past, nor of an earlier reminder when a later one has gone.
    """
    left = (due_on - on).days
    if state not in SENDABLE or left < 0:
        return None
    wanted = next((each for each in (Reminder.LAST, Reminder.WEEK) if left <= _DAYS[each]), None)
    if wanted is None or wanted in sent or (wanted is Reminder.WEEK and Reminder.LAST in sent):
        return None
    return wanted
