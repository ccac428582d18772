"""A contact planned on a day that has passed is owed by who follows the person, until it is noted or withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.journeys.queries.adviser_scope import adviser_scopes
from pacte.journeys.queries.due_contacts import due_contacts
from pacte.journeys.records.adviser_desk import AdviserScope
from pacte.journeys.services.campaign_contacts import remove_contact, undo_contact
from pacte.journeys.services.campaigns import close_campaign, reopen_campaign
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.plan.models import Plan
from tests.cast import Cast
from tests.journeys.making import somebody
from tests.journeys.slots import adviser_of_another_network
from tests.journeys.test_campaigns import REACHED, cast, joined, opened, plan, planned

__all__ = ["cast", "plan"]
pytestmark = pytest.mark.django_db


def owed(actor: Actor, scope: AdviserScope | None = None, on_after: int = 1) -> list[tuple[str, int]]:
    with acting_as(actor):
        scope = scope or adviser_scopes(actor=actor, on=today())[0]
        found = due_contacts(actor=actor, scope=scope, on=REACHED + timedelta(days=on_after))
    return [(each.title, each.people) for each in found]


def test_a_planned_contact_is_owed_from_the_next_day_until_it_is_noted_or_withdrawn(cast: Cast, plan: Plan) -> None:
    adviser = cast["adviser"].actor
    first, second = planned(cast, opened(cast, plan), somebody(cast), somebody(cast, first_name="Lou"))
    assert owed(adviser, on_after=0) == []
    assert owed(adviser) == [("Parrains du Cher", 2)], "one line a campaign"
    joined(cast, first, is_agreed=False)
    assert owed(adviser) == [("Parrains du Cher", 1)]
    with acting_as(adviser):
        undo_contact(actor=adviser, contact_id=first.pk)
    assert owed(adviser) == [("Parrains du Cher", 2)], "noted by mistake, it is owed again"
    with acting_as(adviser):
        for each in (first, second):
            remove_contact(actor=adviser, contact_id=each.pk)
    assert owed(adviser) == []


def test_a_closed_campaign_owes_nothing_until_it_is_reopened(cast: Cast, plan: Plan) -> None:
    adviser, campaign = cast["adviser"].actor, opened(cast, plan)
    planned(cast, campaign, somebody(cast))
    with acting_as(adviser):
        close_campaign(actor=adviser, campaign_id=campaign.pk)
    assert owed(adviser) == []
    with acting_as(adviser):
        reopen_campaign(actor=adviser, campaign_id=campaign.pk)
    assert owed(adviser) != []


def test_another_network_owes_nothing_and_cannot_ask_for_ours(cast: Cast, plan: Plan) -> None:
    planned(cast, opened(cast, plan), somebody(cast))
    other = adviser_of_another_network(cast)
    assert owed(other) == []
    ours = adviser_scopes(actor=cast["adviser"].actor, on=today())[0]
    with pytest.raises(NotFound):
        owed(other, ours)
