"""World of access: a person followed by our adviser, to whom a session of our provider is proposed."""

from __future__ import annotations

from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import acting_as
from pacte.journeys.models import (
    CampaignContact,
    Journey,
    ModulePlan,
    ProgressShare,
    Release,
    Step,
    ThreePartyReview,
)
from pacte.journeys.queries.campaigns import campaign_actions
from pacte.journeys.queries.recommendations import orientation_profile
from pacte.journeys.records import LearnerInput, StepKind
from pacte.journeys.records.campaigns import CampaignChannel, CampaignInput, CampaignKind
from pacte.journeys.rules.module_plan import PLAN_RULE
from pacte.journeys.rules.orientation import RULE
from pacte.journeys.services import StepInput, open_journey, open_learner, record_step
from pacte.journeys.services.campaign_contacts import plan_contacts
from pacte.journeys.services.campaigns import open_campaign
from pacte.journeys.services.recommendations import save_recommendation
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.offer.models import Session
from pacte.plan.queries import current_plans
from tests.accounts.guests_at_hand import guest_of, secret_for
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
    contact = _campaign_contact(cast, journey)
    with acting_as(MACHINE):
        review = ThreePartyReview.objects.create(
            organisation=cast.region, journey=journey, planned_by=cast.network, person_name="A. Martin",
            planned_on=today(), planned_at=now(),
        )  # fmt: skip
        release = Release.objects.create(
            organisation=cast.region, learner=journey.learner, journey=journey, body=cast.network, left_on=today(),
            keep_until=today(), recorded_at=now(), person_name="A. Martin",
        )  # fmt: skip
        ModulePlan.objects.create(
            organisation=cast.region, learner=journey.learner, journey=journey, body=cast.network, made_at=now(),
            rule=PLAN_RULE, inputs={}, candidates=[], answer={"stages": [], "uncovered": [], "hours": 0}, digest="",
            proposed=[{"session_id": session.pk, "journey": str(journey.key)}], proposed_on=today(),
            proposed_by_name="A. Martin",
        )  # fmt: skip
    return {
        "our campaign": contact.campaign_id, "our campaign contact": contact.pk,
        "our learner": str(journey.learner.key), "our journey": str(journey.key), "our advice": kept.pk,
        **_share_of_the_world(cast, journey),
        "our followed step": step.pk, "our review": review.pk,
        "our release": release.pk,
        "our provider": cast.provider.pk,
    }  # fmt: skip


def _share_of_the_world(cast: Cast, journey: Journey) -> dict[str, int | str]:
    """What is left to that person, shown to an agency with their consent; the link of another agency."""
    agency, other = guest_of(cast.region, "agence@exemple.fr"), guest_of(cast.region, "autre-agence@exemple.fr")
    with acting_as(MACHINE):
        share = ProgressShare.objects.create(
            organisation=cast.region, learner=journey.learner, body=cast.network, agency="Intérim du Cher",
            email="agence@exemple.fr", guest=agency, proposed_at=now(), consent_on=today(), expires_on=today(),
        )  # fmt: skip
    return {
        "our share": share.pk,
        "link of an agency": secret_for(agency, GuestScope.FOLLOW, share.pk),
        "link of another agency": secret_for(other, GuestScope.FOLLOW, share.pk),
    }


def _campaign_contact(cast: Cast, journey: Journey) -> CampaignContact:
    """Planned, in a campaign of our network for the first action of our plan."""
    adviser = cast["adviser"].actor
    with acting_as(adviser):
        plan = next(each for each in current_plans(actor=adviser) if each.organisation_id == cast.region.pk)
        number = min(campaign_actions(actor=adviser, plan=plan, on=today()))
        wanted = CampaignInput(number, "Parrains du Cher", CampaignKind.MENTORING, today())
        campaign = open_campaign(actor=adviser, plan=plan, body=cast.network, campaign_input=wanted, synthetic=True)
        (contact,) = plan_contacts(
            actor=adviser, campaign_id=campaign.pk, learner_keys=[journey.learner.key], planned_on=today(),
            channel=CampaignChannel.PHONE,
        )  # fmt: skip
    return contact


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
