"""State transitions of an answer, and when a reminder is due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pacte.steering.records import AnswerState, RoundReminder

# A lead may write until the pilot accepts; the pilot accepts or returns an answer that was sent.
WRITABLE = frozenset({AnswerState.AWAITED, AnswerState.STARTED, AnswerState.SENT, AnswerState.RETURNED})
SENDABLE = frozenset({AnswerState.AWAITED, AnswerState.STARTED, AnswerState.RETURNED})
REVIEWABLE = frozenset({AnswerState.SENT})
_REMINDER_DAYS = {RoundReminder.WEEK: 7, RoundReminder.LAST: 2}


def is_answer_late(state: AnswerState, due_on: date, on: date) -> bool:
    """Returns True when the due date is past and nothing was sent."""
    return due_on < on and state not in (AnswerState.SENT, AnswerState.ACCEPTED)


def reminder_due(state: AnswerState, due_on: date, on: date, sent: Collection[RoundReminder]) -> RoundReminder | None:
    """Returns the reminder to send that day, if any. A missed run is caught up: D-7 is sent until D-3, then D-2.

    No reminder is sent after the due date, nor an earlier one once a later one was sent.
    """
    left = (due_on - on).days
    if state not in SENDABLE or left < 0:
        return None
    reminder = next((each for each in (RoundReminder.LAST, RoundReminder.WEEK) if left <= _REMINDER_DAYS[each]), None)
    if reminder is None or reminder in sent or (reminder is RoundReminder.WEEK and RoundReminder.LAST in sent):
        return None
    return reminder
