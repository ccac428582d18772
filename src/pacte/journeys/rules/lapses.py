"""When a proposal or an invitation lapses, and when the adviser is reminded. Pure.

A lapse is never a refusal: the journey goes back to "open", and the next proposal is due. Delays are practices that a
Region may change, not rules of law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pacte.journeys.records import JourneyState

S = JourneyState
# Days to answer, from the step; an invitation with slots has its own deadline.
ANSWERS_WITHIN = {S.PROPOSED: 21, S.INVITED: 21, S.SLOT_CHOSEN: 45, S.MISSED: 30}
REMINDED_BEFORE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Pending:
    """A journey that waits for the learner. ``expires_on``: last day of the invitation, None without one.

    ``starts_on``: of the session, None with permanent entries or without a date.
    """

    journey_id: int
    state: JourneyState
    state_on: date
    expires_on: date | None = None
    starts_on: date | None = None


def answer_deadline(pending: Pending) -> date | None:
    """The last day on which the learner may still answer; None when the state waits for nothing from them."""
    days = ANSWERS_WITHIN.get(pending.state)
    if days is None:
        return None
    ends = pending.state_on + timedelta(days=days)
    if pending.state is S.INVITED and pending.expires_on is not None:
        ends = pending.expires_on
    # Answers are accepted until the day before the session starts.
    return min(ends, pending.starts_on - timedelta(days=1)) if pending.starts_on else ends


def is_lapsed(pending: Pending, on: date) -> bool:
    ends = answer_deadline(pending)
    return ends is not None and ends < on


def is_reminder_due(pending: Pending, on: date) -> bool:
    """True in the three days before the lapse."""
    ends = answer_deadline(pending)
    return ends is not None and on <= ends <= on + REMINDED_BEFORE


def silence_key(journey_id: int, last: date) -> str:
    """Deduplication key of the notice about that silence: one to each adviser, before or after the deadline.

    ``last``: deadline of the invitation when there is one, else of the answer.
    """
    return f"silence:{journey_id}:{last.isoformat()}"
