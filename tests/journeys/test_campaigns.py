"""A campaign reaches people whom its body follows, by their consent; another body finds neither it nor them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Campaign, CampaignContact, CountedContact, Journey
from pacte.journeys.queries.adviser_scope import adviser_scopes
from pacte.journeys.queries.campaigns import campaigns_of_body, campaigns_of_learner, my_campaigns, people_of_campaign
from pacte.journeys.queries.never_entered import StalledFilters, stalled_learners
from pacte.journeys.records import StepKind as K
from pacte.journeys.records.adviser_desk import AdviserScope
from pacte.journeys.records.campaigns import CampaignChannel, CampaignContactState, CampaignInput, CampaignKind
from pacte.journeys.services.campaign_contacts import (
    plan_contacts,
    record_contact,
    remove_contact,
    undo_contact,
    withdraw_contact_consent,
)
from pacte.journeys.services.campaigns import close_campaign, open_campaign, reopen_campaign
from pacte.journeys.services.erasure import erase_learner
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.plan.models import Plan
from tests.cast import MACHINE, Cast, gather_cast
from tests.journeys.making import DAY, session_with, somebody, walk
from tests.journeys.slots import adviser_of_another_network
from tests.plan.contents import row, small_plan
from tests.plans_at_hand import written
from tests.web.plan_stage import enforce

pytestmark = pytest.mark.django_db
REACHED = date(2021, 3, 1)


@pytest.fixture
def cast() -> Cast:
    return gather_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    with acting_as(MACHINE):
        version = written(actor=MACHINE, host=cast.region, content=small_plan(row("A03", 3)))
    enforce(version, date(2021, 1, 1))
    return version.plan


def opened(cast: Cast, plan: Plan, number: int = 3) -> Campaign:
    wanted = CampaignInput(ActionCode(number), "Parrains du Cher", CampaignKind.MENTORING, date(2021, 2, 1))
    with acting_as(cast["adviser"].actor) as adviser:
        return open_campaign(actor=adviser, plan=plan, body=cast.network, campaign_input=wanted)


def planned(cast: Cast, campaign: Campaign, *journeys: Journey) -> list[CampaignContact]:
    with acting_as(cast["adviser"].actor) as adviser:
        return plan_contacts(
            actor=adviser, campaign_id=campaign.pk, learner_keys=[each.learner.key for each in journeys],
            planned_on=REACHED, channel=CampaignChannel.PHONE,
        )  # fmt: skip


def joined(cast: Cast, contact: CampaignContact, *, is_agreed: bool = True) -> CampaignContact:
    with acting_as(cast["adviser"].actor) as adviser:
        return record_contact(actor=adviser, contact_id=contact.pk, reached_on=REACHED, is_agreed=is_agreed)


def counted() -> list[tuple[date, bool]]:
    with acting_as(MACHINE):
        return list(CountedContact.objects.order_by("pk").values_list("happened_on", "is_withdrawn"))


def test_only_a_contact_with_consent_counts_and_each_note_can_be_undone(cast: Cast, plan: Plan) -> None:
    campaign = opened(cast, plan)
    yes, no = planned(cast, campaign, somebody(cast), somebody(cast, first_name="Lou"))
    assert counted() == [], "planned is not reached"
    joined(cast, no, is_agreed=False)
    assert counted() == [], "joined without consent is not reached"
    joined(cast, yes)
    with acting_as(cast["adviser"].actor) as adviser:
        assert [(each.people, each.planned, each.counted) for each in campaigns_of_body(actor=adviser, on=today())] == [
            (2, 0, 1)
        ]
        with pytest.raises(Conflict):
            remove_contact(actor=adviser, contact_id=yes.pk)
        for contact in (yes, no):
            undo_contact(actor=adviser, contact_id=contact.pk)
        remove_contact(actor=adviser, contact_id=no.pk)
        assert [each.state for each in people_of_campaign(actor=adviser, campaign=campaign)] == [
            CampaignContactState.PLANNED
        ]
    assert counted() == [(REACHED, False), (REACHED, True)]


def test_somebody_is_once_in_a_campaign_and_a_closed_one_takes_nobody_until_it_is_reopened(
    cast: Cast, plan: Plan
) -> None:
    campaign, journey = opened(cast, plan), somebody(cast)
    assert len(planned(cast, campaign, journey)) == 1
    assert planned(cast, campaign, journey) == []
    with acting_as(cast["adviser"].actor) as adviser:
        close_campaign(actor=adviser, campaign_id=campaign.pk)
    with pytest.raises(Conflict):
        planned(cast, campaign, somebody(cast))
    with acting_as(cast["adviser"].actor) as adviser:
        reopen_campaign(actor=adviser, campaign_id=campaign.pk)
    assert len(planned(cast, campaign, somebody(cast))) == 1


def test_a_campaign_is_opened_for_an_action_of_the_plan_in_force(cast: Cast, plan: Plan) -> None:
    with pytest.raises(ValidationError, match="pas d’action 4"):
        opened(cast, plan, number=4)


def test_another_body_finds_no_campaign_and_nobody_of_it(cast: Cast, plan: Plan) -> None:
    """The intruder, the second network and the pilot get the answer for what does not exist, and no row."""
    campaign, journey = opened(cast, plan), somebody(cast)
    (contact,) = planned(cast, campaign, journey)
    for actor in (adviser_of_another_network(cast), *(cast[part].actor for part in ("intruder", "pilot", "provider"))):
        with acting_as(actor) as other:
            for refused in (
                lambda other=other: close_campaign(actor=other, campaign_id=campaign.pk),
                lambda other=other: record_contact(
                    actor=other, contact_id=contact.pk, reached_on=REACHED, is_agreed=True
                ),
                lambda other=other: plan_contacts(
                    actor=other, campaign_id=campaign.pk, learner_keys=[journey.learner.key], planned_on=REACHED,
                    channel=CampaignChannel.PHONE,
                ),
                lambda other=other: withdraw_contact_consent(actor=other, contact_id=contact.pk),
            ):  # fmt: skip
                with pytest.raises(NotFound):
                    refused()
            assert not Campaign.objects.exists()
            assert not CampaignContact.objects.exists()
            assert not CountedContact.objects.exists()


def test_the_person_reads_who_reached_them_and_takes_back_their_consent(cast: Cast, plan: Plan) -> None:
    campaign, journey = opened(cast, plan), somebody(cast)
    (contact,) = planned(cast, campaign, journey)
    joined(cast, contact)
    other = somebody(cast, first_name="Lou")
    with acting_as(Actor(name="lien", learner_id=other.learner_id)) as stranger:
        assert my_campaigns(actor=stranger, on=today()) == []
        with pytest.raises(NotFound):
            withdraw_contact_consent(actor=stranger, contact_id=contact.pk)
    with acting_as(Actor(name="lien", learner_id=journey.learner_id)) as person:
        assert [each.title for each in my_campaigns(actor=person, on=today())] == ["Parrains du Cher"]
        withdraw_contact_consent(actor=person, contact_id=contact.pk)
        with pytest.raises(Conflict):
            withdraw_contact_consent(actor=person, contact_id=contact.pk)
    assert counted() == [(REACHED, False), (REACHED, True)]
    with acting_as(cast["adviser"].actor) as adviser:
        (line,) = campaigns_of_learner(actor=adviser, learner=journey.learner, on=today())
        assert line.state is CampaignContactState.WITHDRAWN


def test_an_erasure_leaves_nothing_of_them_in_a_campaign(cast: Cast, plan: Plan) -> None:
    journey = somebody(cast)
    (contact,) = planned(cast, opened(cast, plan), journey)
    joined(cast, contact)
    with acting_as(cast["adviser"].actor) as adviser:
        erase_learner(actor=adviser, learner=journey.learner, reason="demande")
    assert counted() == []
    with acting_as(MACHINE):
        assert not CampaignContact.objects.exists()


def ours(cast: Cast) -> AdviserScope:
    with acting_as(cast["adviser"].actor) as adviser:
        return adviser_scopes(actor=adviser, on=today())[1]


def test_the_list_is_of_those_who_began_and_never_entered_by_age_state_and_contact(cast: Cast, plan: Plan) -> None:
    young = today().year - 20
    stopped, entered, older, reached = (
        somebody(cast, first_name=name, birth_year=year)
        for name, year in (("Ana", young), ("Bob", young), ("Cléo", young - 20), ("Dan", young))
    )
    session = session_with(cast)
    walk(cast["adviser"].actor, entered, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(cast["provider"].actor, entered, session, K.ENTERED)
    walk(cast["adviser"].actor, stopped, session, K.PROPOSED, K.DECLINED)
    (contact,) = planned(cast, opened(cast, plan), reached)
    joined(cast, contact)

    def names(**filters: Any) -> list[str]:
        with acting_as(cast["adviser"].actor) as adviser:
            page = stalled_learners(
                actor=adviser, scope=ours(cast), filters=replace(StalledFilters(), **filters), on=today()
            )
            assert page.total == len(page.lines)
            return sorted(each.name.split()[-1] for each in page.lines)

    assert names() == ["Ana", "Dan"]
    assert names(age="") == ["Ana", "Cléo", "Dan"]
    assert names(age="26_44") == ["Cléo"]
    assert names(is_unreached=True) == ["Ana"]
    assert names(state="declined") == ["Ana"]
    assert names(days=(today() - DAY).days + 1) == []
    assert names(place="37") == []
    with acting_as(adviser_of_another_network(cast)) as other, pytest.raises(NotFound):
        stalled_learners(actor=other, scope=ours(cast), filters=StalledFilters(), on=today())
    assert older.learner_id


def test_more_people_take_no_more_queries(cast: Cast, plan: Plan) -> None:
    campaign, journeys = opened(cast, plan), [somebody(cast) for _ in range(2)]
    planned(cast, campaign, journeys[0])

    def queries() -> int:
        with acting_as(cast["adviser"].actor) as adviser, CaptureQueriesContext(connection) as made:
            stalled_learners(actor=adviser, scope=ours(cast), filters=StalledFilters(age=""), on=today())
            people_of_campaign(actor=adviser, campaign=campaign)
            campaigns_of_body(actor=adviser, on=today())
        return len(made)

    few = queries()
    planned(cast, campaign, *journeys, *(somebody(cast) for _ in range(3)))
    assert queries() == few
