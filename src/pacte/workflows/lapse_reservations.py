"""Free the seats whose last day of reservation, or of right to return, has passed; tell the adviser a week before.

A lapse is recorded by the system actor and closes nothing: the seat is free again, and the next proposal is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from pacte.journeys.queries.held_seats import HeldSeat, held_seats
from pacte.journeys.records import StepSource
from pacte.journeys.rules.reservations import LAPSES, is_hold_ending, is_hold_over
from pacte.journeys.rules.step_messages import learner_page_path
from pacte.journeys.services import StepInput
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day
from pacte.notifications.services import notify
from pacte.workflows.record_journey_step import record_journey_step


@dataclass(frozen=True, slots=True)
class LapseCounts:
    """``lapsed`` seats are free again; ``warned`` counts new messages."""

    lapsed: int
    warned: int


def lapse_reservations(*, actor: Actor, on: date | None = None) -> LapseCounts:
    """Record the lapses of that day and send its notices. Idempotent for a day. Must run as the system actor."""
    at = on or today()
    holds = held_seats(actor=actor, on=at)
    return LapseCounts(
        lapsed=sum(_record_lapse(actor, each, at) for each in holds if is_hold_over(each.seat_until, at)),
        warned=sum(_tell_adviser(actor, each) for each in holds if is_hold_ending(each.seat_until, at)),
    )


def _record_lapse(actor: Actor, each: HeldSeat, on: date) -> bool:
    """Return False when a late step made the lapse impossible meanwhile."""
    step_input = StepInput(
        LAPSES[each.state], on, source=StepSource.MACHINE,
        message_key=f"hold:{each.journey_id}:{each.seat_until.isoformat()}",
    )  # fmt: skip
    try:
        with transaction.atomic():
            return record_journey_step(actor=actor, key=each.key, step_input=step_input).is_new
    except Conflict:
        return False


def _tell_adviser(actor: Actor, each: HeldSeat) -> int:
    if each.person_id is None:
        return 0
    return notify(
        actor=actor,
        host_id=each.host_id,
        person_ids=[each.person_id],
        kind="journeys.hold_ends_soon",
        subject="Une place n’est plus tenue longtemps",
        text=f"La place d’une personne que vous accompagnez est tenue jusqu’au {format_day(each.seat_until)}. Après ce "
        "jour, elle est rendue, et une autre proposition lui sera due.",
        address=learner_page_path(each.learner_key),
        key=f"hold:{each.journey_id}:{each.seat_until.isoformat()}",
    )
