"""World of access: people who come by a personal link, and the meetings to which they are invited."""

from __future__ import annotations

from datetime import timedelta

from pacte.accounts.row_context import acting_as
from pacte.agenda.records import MeetingInput, MeetingKind
from pacte.agenda.services import open_meetings
from pacte.journeys.models import Journey, ThreePartyReview
from pacte.journeys.records import Channel, InvitationInput, InvitationMode, LearnerInput, LearnerRequestKind, StepKind
from pacte.journeys.records.place_requests import PlaceRequestInput
from pacte.journeys.services import (
    OpenedLink,
    StepInput,
    make_journey_link,
    make_slot_link,
    open_journey,
    open_learner,
    record_step,
    submit_learner_request,
    use_link,
)
from pacte.journeys.services.place_requests import SentPlaceRequest
from pacte.kernel.actor import Actor
from pacte.kernel.clock import clock_stopped_on, now, today
from pacte.offer.models import Session
from pacte.workflows.choose_slot import choose_slot
from pacte.workflows.invite_people import invite_people
from pacte.workflows.request_place import request_place
from tests.cast import MACHINE, Cast


def trainees_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Names of these objects, for the addresses. Omar chose a slot, Sofia did not answer."""
    with acting_as(MACHINE):
        session = Session.objects.select_related("training_action__training__provider").get(number="24_407731")
    with acting_as(cast["provider"].actor) as provider:
        given = MeetingInput(MeetingKind.INFORMATION, "Soudeur : visite", timedelta(minutes=90), 4, "12 rue des Forges")
        (meeting,) = open_meetings(
            actor=provider, host_id=cast.region.pk, body_id=cast.provider.pk, details=given, synthetic=True,
            starts=[now() + timedelta(days=3)], session=session,
        )  # fmt: skip
    with acting_as(cast["adviser"].actor) as adviser:
        omar, sofia = (_journey(cast, adviser, session, name) for name in ("Omar", "Sofia"))
        asked = InvitationInput((meeting.pk,), InvitationMode.CHOSEN, Channel.LETTER, today() + timedelta(days=2))
        first, second = invite_people(actor=adviser, keys=[omar.key, sofia.key], invitation_input=asked).invitations
        links = [make_slot_link(actor=adviser, invitation=each, channel=Channel.LETTER) for each in (first, second)]
        whole = make_journey_link(actor=adviser, learner=omar.learner, body=cast.network, channel=Channel.LETTER)
    opened = _opened(links[0].secret)
    with acting_as(opened.actor):
        choose_slot(link=opened, meeting_id=meeting.pk)
        request = submit_learner_request(actor=opened.actor, kind=LearnerRequestKind.HELP, text="Le trajet")
    asked_place = _place_request(cast, session)
    with acting_as(MACHINE):
        review = ThreePartyReview.objects.create(
            organisation=cast.region, journey=omar, planned_by=cast.network, person_name="A. Martin",
            planned_on=today(), planned_at=now(),
        )  # fmt: skip
    return {
        "own review": review.pk,
        "training asked for": session.training.number,
        "our request for a place": asked_place.place_request.pk,
        "link of a request for a place": asked_place.secret,
        "our meeting": meeting.pk,
        "our invitation": second.pk,
        "our request of a person": request.pk,
        "learner with a link": str(omar.learner.key),
        "link to a chosen slot": links[0].secret,
        "link to slots": links[1].secret,
        "link of the person": whole.secret,
        "invitation of the person": first.pk,
        "journey of the person": str(omar.key),
    }


def _place_request(cast: Cast, session: Session) -> SentPlaceRequest:
    """A visitor asked for a place while that session was still to come, and chose our network."""
    given = PlaceRequestInput(
        "Zoé", "Visiteuse", phone="06 00 00 00 00", session_id=session.pk, network_id=cast.network.pk
    )
    assert session.starts_on
    with acting_as(MACHINE), clock_stopped_on(session.starts_on - timedelta(days=30)):
        return request_place(
            actor=MACHINE, training=session.training, place_request_input=given, seed="world", synthetic=True
        )


def _opened(secret: str) -> OpenedLink:
    with acting_as(MACHINE):
        link = use_link(actor=MACHINE, secret=secret)
    assert link
    return link


def _journey(cast: Cast, adviser: Actor, session: Session, first_name: str) -> Journey:
    learner = open_learner(
        actor=adviser,
        host=cast.region,
        body=cast.network,
        learner_input=LearnerInput(first_name, "Invité"),
        synthetic=True,
    )
    journey = open_journey(actor=adviser, learner=learner, body=cast.network, on=today())
    for kind in (StepKind.NEED_EXPRESSED, StepKind.PROPOSED):
        record_step(actor=adviser, key=journey.key, step_input=StepInput(kind, today(), session_id=session.pk))
    return journey
