"""An adviser opens the record of somebody who asked for a place: record, journey and need, then the request is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from pacte.journeys.queries.handovers import body_by_id
from pacte.journeys.queries.place_requests import place_request_by_id
from pacte.journeys.records import StepKind
from pacte.journeys.records.place_requests import PlaceRequestOutcome
from pacte.journeys.services import StepInput, open_journey, open_learner
from pacte.journeys.services.place_requests import close_place_request
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from pacte.journeys.models import Journey
    from pacte.journeys.records import LearnerInput
    from pacte.kernel.actor import Actor


def open_requested_record(*, actor: Actor, identifier: int, learner_input: LearnerInput) -> Journey:
    """The journey towards what was asked, ready for a proposal.

    Raises ``NotFound`` unless the actor is of the network chosen, ``Conflict`` when the request is closed, and as
    ``open_learner``.
    """
    place_request = place_request_by_id(actor=actor, identifier=identifier)
    if place_request.network_id is None:
        raise NotFound
    host, body = body_by_id(place_request.training.host_id), body_by_id(place_request.network_id)
    with transaction.atomic():
        close_place_request(actor=actor, identifier=identifier, outcome=PlaceRequestOutcome.RECORD_OPENED)
        learner = open_learner(
            actor=actor, host=host, body=body, learner_input=learner_input, synthetic=place_request.is_synthetic
        )
        rome = next(iter(place_request.training.rome_codes), "")
        journey = open_journey(actor=actor, learner=learner, body=body, on=today(), goal_rome=rome)
        record_journey_step(actor=actor, key=journey.key, step_input=StepInput(StepKind.NEED_EXPRESSED, today()))
    return journey
