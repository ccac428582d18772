"""How long a seat is held for somebody who has not entered, or who is away, and when that is said. Pure.

The end of a reservation is never a refusal: the seat is free again, and the next proposal is due. Delays are practices
that a Region may change, not rules of law.
"""

from __future__ import annotations

from datetime import date, timedelta

from pacte.journeys.records import JourneyState, StepKind

# A seat is not held for longer, counted from the day on which it is reserved.
LONGEST_HOLD = timedelta(days=184)
# Without a first day of session, or after it, for as long.
_USUAL_HOLD = timedelta(days=30)
_AFTER_THE_START = timedelta(days=7)
# Who oriented and who trains are told so many days before.
WARNING_SPAN = timedelta(days=7)

# What is recorded the day after the last one, by state of the journey.
LAPSES = {JourneyState.RESERVED: StepKind.RESERVATION_LAPSED, JourneyState.INTERRUPTED: StepKind.RETURN_LAPSED}


def usual_last_day(*, on: date, starts_on: date | None, ends_on: date | None, is_rolling: bool) -> date:
    """The last day offered for a reservation: a week after the session begins, or a month when it takes all year."""
    last = on + _USUAL_HOLD
    if not is_rolling and starts_on is not None and starts_on > on:
        last = starts_on + _AFTER_THE_START
    return min(last, on + LONGEST_HOLD, ends_on or date.max)


def hold_refusal(seat_until: date, *, on: date, ends_on: date | None) -> str:
    """Why a seat cannot be held until that day, in French; or empty."""
    if seat_until < on:
        return "Ce jour est passé : une place se tient jusqu’à un jour à venir."
    if seat_until > on + LONGEST_HOLD:
        return "Une place se tient six mois au plus. Choisissez un jour plus proche ; la réservation se prolonge."
    if ends_on is not None and seat_until > ends_on:
        return "La session est finie ce jour-là. Choisissez un jour plus proche."
    return ""


def is_hold_over(seat_until: date, on: date) -> bool:
    return seat_until < on


def is_hold_ending(seat_until: date, on: date) -> bool:
    """True in the week before the last day, that day included."""
    return on <= seat_until <= on + WARNING_SPAN
