"""Campaigns of the actor's body, and the people in them whom it still follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, Min, Q

from pacte.accounts.queries import organisation_names
from pacte.journeys.models import Campaign, CampaignContact, Journey, Learner, LearnerContact
from pacte.journeys.permissions import JourneyScope, bodies_with_journey_right, may
from pacte.journeys.queries.adviser_scope import adviser_bodies, is_present_referent_of
from pacte.journeys.records.campaigns import (
    CampaignChannel,
    CampaignContactState,
    CampaignKind,
    CampaignPerson,
    CampaignSummary,
    LearnerCampaign,
)
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ensure_found, hide_unless
from pacte.notifications.services.system_access import as_system
from pacte.plan.models import Plan
from pacte.plan.queries import action_short_titles

ACT = "journeys.orient"
_COUNTED = Q(contacts__consent_on__isnull=False, contacts__withdrawn_on=None)


def campaign_actions(*, actor: Actor, plan: Plan, on: date) -> Mapping[ActionCode, str]:
    """Short titles of the actions of the plan on that day, by number: what a campaign may be opened for."""
    return action_short_titles(actor=actor, plan=plan, on=on)


def own_campaign(*, actor: Actor, campaign_id: int) -> Campaign:
    """A campaign that the actor's body runs, with its action. Raises ``NotFound``."""
    rows = Campaign.objects.select_related("plan", "plan_action", "body")
    campaign = ensure_found(rows.filter(pk=campaign_id).first())
    hide_unless(may(actor, ACT, JourneyScope(campaign.organisation_id, campaign.body_id)))
    return campaign


def own_contact(*, actor: Actor, contact_id: int, is_locked: bool = False) -> CampaignContact:
    """A contact of such a campaign, with its campaign and its person. Raises ``NotFound``."""
    rows = CampaignContact.objects.select_related("campaign", "learner").filter(pk=contact_id)
    contact = ensure_found((rows.select_for_update(of=("self",)) if is_locked else rows).first())
    hide_unless(may(actor, ACT, JourneyScope(contact.organisation_id, contact.body_id)))
    return contact


def names_of_followed(*, actor: Actor, keys: Iterable[str]) -> dict[UUID, str]:
    """Names of these people, by key and in order of name. Raises ``NotFound`` for a key of nobody, or of another
    network.
    """
    try:
        wanted = {UUID(key) for key in keys}
    except ValueError as error:
        raise NotFound from error
    contacts = LearnerContact.objects.filter(
        is_present_referent_of(adviser_bodies(actor), prefix="learner__referents__"), learner__key__in=wanted
    )
    rows = contacts.select_related("learner").order_by("last_name", "first_name", "pk")
    names = {each.learner.key: f"{each.first_name} {each.last_name}" for each in rows}
    hide_unless(len(names) == len(wanted))
    return names


def campaigns_of_body(*, actor: Actor, on: date) -> list[CampaignSummary]:
    """Those that the actor's bodies run, the open ones first, then the latest. Raises ``NotFound``. Two queries."""
    bodies = bodies_with_journey_right(actor, ACT)
    hide_unless(bodies)
    campaigns = list(
        Campaign.objects.filter(body_id__in=bodies)
        .select_related("plan", "plan_action")
        .annotate(
            people=Count("contacts"),
            planned=Count("contacts", filter=Q(contacts__reached_on=None, contacts__isnull=False)),
            counted=Count("contacts", filter=_COUNTED),
        )
        .order_by("-starts_on", "-pk")
    )
    titles = {plan.pk: action_short_titles(actor=actor, plan=plan, on=on) for plan in {each.plan for each in campaigns}}
    rows = [_summary(each, titles[each.plan_id]) for each in campaigns]
    return sorted(rows, key=lambda each: each.closed_on is not None)


def _summary(campaign: Campaign, titles: Mapping[ActionCode, str]) -> CampaignSummary:
    number = campaign.plan_action.number
    return CampaignSummary(
        campaign_id=campaign.pk, title=campaign.title, kind=CampaignKind(campaign.kind), number=number,
        action=titles.get(number, ""), starts_on=campaign.starts_on, ends_on=campaign.ends_on,
        closed_on=campaign.closed_on, people=getattr(campaign, "people", 0), planned=getattr(campaign, "planned", 0),
        counted=getattr(campaign, "counted", 0),
    )  # fmt: skip


def people_of_campaign(*, actor: Actor, campaign: Campaign) -> list[CampaignPerson]:
    """Those whom its body still follows, the ones to join first. Raises ``NotFound``. Three queries."""
    hide_unless(may(actor, ACT, JourneyScope(campaign.organisation_id, campaign.body_id)))
    contacts = list(
        CampaignContact.objects.filter(
            campaign=campaign, learner__purged_at=None, learner__referents__body_id=campaign.body_id,
            learner__referents__valid_until=None,
        ).select_related("learner")
    )  # fmt: skip
    learner_ids = [each.learner_id for each in contacts]
    names = {each.learner_id: each for each in LearnerContact.objects.filter(learner_id__in=learner_ids)}
    entries = dict(
        Journey.objects.filter(learner_id__in=learner_ids, entered_on__gte=campaign.starts_on)
        .values_list("learner_id")
        .annotate(first=Min("entered_on"))
        .order_by()
    )
    people = [_person(each, names.get(each.learner_id), entries.get(each.learner_id)) for each in contacts]
    return sorted(people, key=lambda each: (each.reached_on is not None, each.planned_on, each.name))


def _person(contact: CampaignContact, name: LearnerContact | None, entered_on: date | None) -> CampaignPerson:
    reached_on = contact.reached_on
    return CampaignPerson(
        contact_id=contact.pk, learner_key=contact.learner.key,
        name=f"{name.last_name} {name.first_name}" if name else "Nom effacé", planned_on=contact.planned_on,
        channel=CampaignChannel(contact.channel), state=contact.state, reached_on=reached_on,
        entered_on=entered_on if entered_on and reached_on and entered_on >= reached_on else None,
    )  # fmt: skip


def campaigns_of_learner(*, actor: Actor, learner: Learner, on: date) -> list[LearnerCampaign]:
    """Campaigns of the actor's bodies that include the person, the latest first."""
    rows = CampaignContact.objects.filter(learner=learner, body_id__in=bodies_with_journey_right(actor, ACT))
    return _of_learner(list(rows.select_related("campaign").order_by("-planned_on", "-pk")), on)


def my_campaigns(*, actor: Actor, on: date) -> list[LearnerCampaign]:
    """Campaigns that joined the person who came by a personal link. Raises ``NotFound`` for anybody else."""
    if actor.learner_id is None:
        raise NotFound
    with as_system(actor):
        rows = CampaignContact.objects.filter(learner_id=actor.learner_id, reached_on__isnull=False)
        return _of_learner(list(rows.select_related("campaign").order_by("-reached_on", "-pk")), on)


def _of_learner(contacts: list[CampaignContact], on: date) -> list[LearnerCampaign]:
    names = organisation_names(on=on) if contacts else {}
    return [
        LearnerCampaign(
            contact_id=each.pk, title=each.campaign.title, kind=CampaignKind(each.campaign.kind),
            body=names.get(each.body_id, ""), planned_on=each.planned_on, reached_on=each.reached_on,
            state=CampaignContactState(each.state),
        )
        for each in contacts
    ]  # fmt: skip
