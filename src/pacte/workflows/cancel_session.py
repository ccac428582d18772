"""A session is cancelled: its places are lost and stay in sight; who was on the way to it is owed a seat or a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.journeys.queries.reseating import journeys_towards
from pacte.journeys.records import StepKind
from pacte.journeys.services import StepGiven
from pacte.offer import services as offer
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from datetime import date

    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session
    from pacte.offer.records import Cause, DecidedBy


@dataclass(frozen=True, slots=True)
class CancelledSession:
    """What the cancelling cost, and how many people are owed a seat or a call."""

    places_lost: int
    hours_lost: int
    people: int


def cancel_session(
    *,
    actor: Actor,
    session: Session,
    on: date,
    cause: Cause,
    decided_by: DecidedBy,
    reason: str = "",
    address: str = "",
) -> CancelledSession:
    """Cancels, and records it on every journey that was on the way to the session, in one transaction.

    Referrers are told person by person. Raises ``Refused``, ``Invalid`` or ``Conflict``.
    """
    with transaction.atomic():
        done = offer.cancel_session(
            actor=actor, session=session, on=on, cause=cause, decided_by=decided_by, reason=reason, address=address
        )
        people = owe_seats(actor=actor, session=session, on=on)
    return CancelledSession(done.places_lost, done.hours_lost, people)


def owe_seats(*, actor: Actor, session: Session, on: date) -> int:
    """Records on each journey towards the session that it will not be held. Gives how many.

    A journey that moved on after the day of the decision learns of it on the day of its last step.
    """
    found = journeys_towards(actor=actor, session=session)
    for journey in found:
        day = max(on, journey.state_on)
        given = StepGiven(StepKind.SESSION_CANCELLED, day, session_id=session.pk)
        record_journey_step(actor=actor, key=journey.key, given=given)
    return len(found)
