"""From the list of those who never entered to a campaign, whose contact the desk asks for until it is noted."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Campaign, CampaignContact, Journey
from pacte.kernel.clock import today
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.plans_at_hand import written
from tests.web.advising_stage import Stage, advising_stage
from tests.web.plan_stage import enforce

pytestmark = pytest.mark.django_db
TITLE = "Parrains du Cher"


def _stage() -> Stage:
    stage = advising_stage()
    with acting_as(MACHINE):
        version = written(actor=MACHINE, host=stage.cast.region, content=small_plan(row("A15", 15)))
    enforce(version, date(2021, 1, 1))
    return stage


kept_stage = kept_for_module(_stage)


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


def planned(stage: Stage, journey: Journey) -> CampaignContact:
    """In a campaign that began a week ago, for yesterday."""
    begun = (today() - timedelta(days=7)).isoformat()
    stage.send(reverse("advisers:open_campaign"), number="15", title=TITLE, kind="mentoring", starts_on=begun)
    with acting_as(MACHINE):
        campaign = Campaign.objects.get(title=TITLE)
    address = f"{reverse('advisers:plan_contacts')}?personne={journey.learner.key}"
    yesterday = (today() - timedelta(days=1)).isoformat()
    sent = {"people": str(journey.learner.key), "campaign": campaign.pk, "planned_on": yesterday, "channel": "phone"}
    assert "1 contact prévu." in stage.send(address, **sent)
    with acting_as(MACHINE):
        return CampaignContact.objects.get(campaign=campaign)


def test_from_who_never_entered_to_who_was_reached(stage: Stage) -> None:
    journey = stage.somebody("Lou Martin", days_ago=60, birth_year=today().year - 20)
    assert "Martin Lou" in stage.get(reverse("advisers:never_entered"))
    contact = planned(stage, journey)
    desk = stage.get(reverse("desks:home"))
    assert "1 personne est à joindre pour vos campagnes." in desk
    assert reverse("advisers:campaign", args=[contact.campaign_id]) in desk
    page = stage.get(reverse("advisers:campaign", args=[contact.campaign_id]))
    assert re.search(r"Lou.*Contact prévu", page, re.DOTALL)
    note = reverse("advisers:campaign_contact", args=[contact.pk])
    stage.refused(note, reached_on=today().isoformat()), "whether they agree must be said"
    assert "elle est comptée" in stage.send(note, reached_on=today().isoformat(), agreed="yes")
    assert "1 personne touchée" in stage.get(reverse("advisers:campaign", args=[contact.campaign_id]))
    assert "vos campagnes" not in stage.get(reverse("desks:home"))
    assert "Martin Lou" not in stage.get(reverse("advisers:never_entered") + "?touchee=non")


@pytest.mark.parametrize("part", ["intruder", "pilot", "provider"])
def test_another_organisation_finds_no_campaign(stage: Stage, part: str) -> None:
    contact = planned(stage, stage.somebody("Lou Martin", days_ago=60, birth_year=today().year - 20))
    stage.get(reverse("advisers:campaign", args=[contact.campaign_id]), part, status=404)
    stage.get(reverse("advisers:campaign_contact", args=[contact.pk]), part, status=404)
    stage.get(reverse("advisers:campaigns"), part, status=404)


def test_the_filters_of_both_lists_keep_what_was_chosen(stage: Stage) -> None:
    never = stage.get(reverse("advisers:never_entered") + "?etat=open&depuis=90&lieu=18")
    assert re.search(r'<option value="open" selected>', never)
    assert re.search(r'<option value="90" selected>', never)
    assert re.search(r'<option value="under_26" selected>', never)
    assert 'name="lieu" type="text" value="18"' in never
    assert re.search(
        r'<option value="sans-nouvelles" selected>', stage.get("/mes-personnes/?attente=sans-nouvelles&q=Lou")
    )
