"""World of access: a person in training in our session, and what is due after the entry."""

from __future__ import annotations

from datetime import date

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Obligation
from pacte.journeys.records import Channel
from pacte.journeys.records import StepKind as K
from pacte.journeys.services import make_journey_link
from pacte.offer.models import Session
from tests.cast import MACHINE, Cast
from tests.journeys.making import somebody, walk

_ENTERED = date(2021, 1, 11)


def training_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Names of these objects, for the addresses. Needs the offer of the world, which holds the session."""
    with acting_as(MACHINE):
        session = Session.objects.select_related("training_action__training__provider").get(number="24_407731")
    person = somebody(cast)
    walk(cast["adviser"].actor, person, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(cast["provider"].actor, person, session, K.ENTERED, K.ATTESTATION_GIVEN, on=_ENTERED)
    with acting_as(cast["adviser"].actor) as adviser:
        link = make_journey_link(actor=adviser, learner=person.learner, body=cast.network, channel=Channel.LETTER)
    with acting_as(MACHINE):
        due = Obligation.objects.get(journey=person, what="presence_expected")
    return {
        "our trainee": str(person.key),
        "our due": due.pk,
        "our step": due.step_id,
        "link of our trainee": link.secret,
    }
