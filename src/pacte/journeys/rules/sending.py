"""When an invitation leaves: its delay to answer runs from that day. Pure."""

from __future__ import annotations

from datetime import date


def answer_day_once_sent(*, answer_by: date, prepared_on: date, sent_on: date, last_slot_on: date | None) -> date:
    """The last day to answer: as many days after the sending as after the preparation, never after the last slot.

    ``last_slot_on``: day of the last slot that may still be chosen, None when there is none.
    """
    ends = sent_on + (answer_by - prepared_on)
    return min(ends, last_slot_on) if last_slot_on else ends
