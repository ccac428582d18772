"""World of access: a person followed by our adviser, to whom a session of our provider is proposed."""

from __future__ import annotations

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, Step, ThreePartyReview
from pacte.journeys.queries.recommendations import orientation_profile
from pacte.journeys.records import LearnerInput, StepKind
from pacte.journeys.rules.orientation import RULE
from pacte.journeys.services import StepInput, open_journey, open_learner, record_step
from pacte.journeys.services.recommendations import save_recommendation
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.offer.models import Session
from tests.cast import MACHINE, Cast


def people_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Names of these objects, for the addresses."""
    with acting_as(MACHINE):
        session = Session.objects.get(number="24_407731")
    adviser = cast["adviser"].actor
    with acting_as(adviser):
        journey = _journey(cast, adviser, session)
        wanted = orientation_profile(learner=journey.learner, rome="", words="soudeur", on=today())
        kept = save_recommendation(actor=adviser, journey=journey, profile=wanted, scored_sessions=[], rule=RULE)
        step = Step.objects.get(journey=journey, kind=StepKind.PROPOSED)
    with acting_as(MACHINE):
        review = ThreePartyReview.objects.create(
            organisation=cast.region, journey=journey, planned_by=cast.network, person_name="A. Martin",
            planned_on=today(), planned_at=now(),
        )  # fmt: skip
    return {
        "our learner": str(journey.learner.key), "our journey": str(journey.key), "our advice": kept.pk,
        "our followed step": step.pk, "our review": review.pk,
    }  # fmt: skip


def _journey(cast: Cast, adviser: Actor, session: Session) -> Journey:
    learner = open_learner(
        actor=adviser,
        host=cast.region,
        body=cast.network,
        learner_input=LearnerInput("Inès", "Distribution"),
        synthetic=True,
    )
    journey = open_journey(actor=adviser, learner=learner, body=cast.network, on=today())
    for kind in (StepKind.NEED_EXPRESSED, StepKind.PROPOSED):
        record_step(actor=adviser, key=journey.key, step_input=StepInput(kind, today(), session_id=session.pk))
    return journey
