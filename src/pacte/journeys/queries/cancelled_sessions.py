"""Learners of a cancelled session: those on the way to it, then those still owed a seat or a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pacte.journeys.models import Journey, LearnerContact, Seat
from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.rules.state_machine import TRANSITIONS
from pacte.kernel.actor import Actor
from pacte.offer.models import Session


@dataclass(frozen=True, slots=True)
class LearnerToReseat:
    """``name`` is empty when the reader may not see it; ``was_admitted``: the learner had a seat of the session."""

    learner_key: UUID
    name: str
    was_admitted: bool
    since: date


def journeys_to_session(*, actor: Actor, session: Session) -> list[Journey]:
    """Journeys that cancelling the session stops, among those that the actor may read; oldest first."""
    stopped = TRANSITIONS[StepKind.SESSION_CANCELLED][0]
    return _readable_journeys(actor, session, stopped)


def learners_to_reseat(*, actor: Actor, session: Session) -> list[LearnerToReseat]:
    """Learners still owed a seat or a call, admitted first. Three queries. Empty without a readable journey.

    The referrer's body and the provider read names; the Region counts people.
    """
    journeys = _readable_journeys(actor, session, frozenset({JourneyState.TO_RESEAT}))
    learner_ids = [each.learner_id for each in journeys if may(actor, "journeys.read_name", journey_scope(each))]
    contacts = LearnerContact.objects.filter(learner__in=learner_ids)
    names = {each.learner_id: f"{each.first_name} {each.last_name}" for each in contacts}
    seated = set(Seat.objects.filter(session=session, journey__in=journeys).values_list("journey_id", flat=True))
    people = [
        LearnerToReseat(each.learner.key, names.get(each.learner_id, ""), each.pk in seated, each.state_on)
        for each in journeys
    ]
    return sorted(people, key=lambda each: not each.was_admitted)


def _readable_journeys(actor: Actor, session: Session, states: frozenset[JourneyState]) -> list[Journey]:
    journeys = Journey.objects.filter(session=session, state__in=sorted(states)).select_related("learner")
    return [each for each in journeys.order_by("opened_on", "pk") if may(actor, "journeys.read", journey_scope(each))]
