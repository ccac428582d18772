"""Cancel a session: its places are lost but remain visible; people on their way to it need another seat or a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.journeys.queries.cancelled_sessions import journeys_to_session
from pacte.journeys.records import StepKind
from pacte.journeys.services import StepInput
from pacte.offer import services as offer
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from datetime import date

    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session
    from pacte.offer.records import ChangeCause, DecidedBy


@dataclass(frozen=True, slots=True)
class SessionCancellation:
    """Cost of the cancellation, and how many people need another seat or a call."""

    places_lost: int
    hours_lost: int
    people: int


def cancel_session(
    *,
    actor: Actor,
    session: Session,
    on: date,
    cause: ChangeCause,
    decided_by: DecidedBy,
    reason: str = "",
    address: str = "",
) -> SessionCancellation:
    """Cancel, and record it on every journey on its way to the session, in one transaction.

    Referrers are notified person by person. Raises ``PermissionDenied``, ``ValidationError`` or ``Conflict``.
    """
    with transaction.atomic():
        cancellation = offer.record_session_cancellation(
            actor=actor, session=session, on=on, cause=cause, decided_by=decided_by, reason=reason, address=address
        )
        people = record_session_cancelled(actor=actor, session=session, on=on)
    return SessionCancellation(cancellation.places_lost, cancellation.hours_lost, people)


def record_session_cancelled(*, actor: Actor, session: Session, on: date) -> int:
    """Record the cancellation on each journey on its way to the session. Return how many.

    On a journey that moved after the decision day, the step is dated on the day of its last step.
    """
    journeys = journeys_to_session(actor=actor, session=session)
    for journey in journeys:
        day = max(on, journey.state_on)
        step_input = StepInput(StepKind.SESSION_CANCELLED, day, session_id=session.pk)
        record_journey_step(actor=actor, key=journey.key, step_input=step_input)
    return len(journeys)
