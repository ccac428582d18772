"""Campaigns of the invented region towards young people who began and never entered, with those who were joined."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as, set_row_context
from pacte.demo.invented_members import ensure_member
from pacte.demo.queries.stalled_people import has_campaigns, stalled_people
from pacte.demo.stories.campaigns import CampaignStories, CampaignStory, campaign_stories
from pacte.journeys.records.campaigns import CampaignInput
from pacte.journeys.services.campaign_contacts import plan_contacts, record_contact
from pacte.journeys.services.campaigns import close_campaign, open_campaign
from pacte.kernel.actor import Role
from pacte.kernel.clock import clock_stopped_on
from pacte.kernel.errors import ensure_found
from pacte.plan.queries.stakeholders import action_titles_by_number

if TYPE_CHECKING:
    from uuid import UUID

    from pacte.accounts.models import Organisation
    from pacte.kernel.action_codes import ActionCode
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

_PART = 10


def load_campaigns(*, actor: Actor, plan: Plan, since: date, on: date) -> int:
    """Return how many people were joined. Must run as the system actor, before the facts are prepared.

    ``since``: the day on which those who run them joined their network, when they are invented for it.
    """
    stories = campaign_stories()
    if has_campaigns(actor=actor) or stories.action not in action_titles_by_number(actor=actor, plan=plan, on=on):
        return 0
    return sum(_load(actor, plan, stories, story, since, on) for story in stories.campaigns if story.starts_on <= on)


def _load(actor: Actor, plan: Plan, stories: CampaignStories, story: CampaignStory, since: date, on: date) -> int:
    networks = stalled_people(
        actor=actor, on=story.starts_on, stopped_days=stories.stopped_days, age_under=stories.age_under,
        bodies=stories.networks, most=story.people,
    )  # fmt: skip
    return sum(_run(actor, plan, stories.action, story, body, keys, since=since, on=on) for body, keys in networks)


def _run(
    actor: Actor, plan: Plan, number: ActionCode, story: CampaignStory, body: Organisation, keys: list[UUID], *,
    since: date, on: date,
) -> int:  # fmt: skip
    """The campaign of one network; how many it joined."""
    host, start = ensure_found(host_organisation()), story.starts_on
    adviser = ensure_member(actor=actor, body=body, host=host, role=Role.ADVISER, since=since, on=on)
    ends_on = start + timedelta(days=story.days)
    with acting_as(adviser), clock_stopped_on(start):
        campaign_input = CampaignInput(number, story.title, story.kind, start, ends_on)
        campaign = open_campaign(actor=adviser, plan=plan, body=body, campaign_input=campaign_input, synthetic=True)
        contacts = plan_contacts(
            actor=adviser, campaign_id=campaign.pk, learner_keys=keys, planned_on=start, channel=story.channel
        )
    joined = 0
    for rank, contact in enumerate(contacts):
        day = start + timedelta(days=1 + rank % story.days)
        if rank % _PART >= story.joined_of_ten or day > on:
            continue
        with acting_as(adviser), clock_stopped_on(day):
            is_agreed = rank * 3 % _PART < story.agreed_of_ten
            record_contact(actor=adviser, contact_id=contact.pk, reached_on=day, is_agreed=is_agreed)
        joined += 1
    if story.closes and ends_on <= on:
        with acting_as(adviser), clock_stopped_on(ends_on):
            close_campaign(actor=adviser, campaign_id=campaign.pk)
    set_row_context(actor)
    return joined
