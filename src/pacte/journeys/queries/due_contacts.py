"""Contacts that campaigns planned on a day that has passed, and that nobody has noted: a desk owes them.

Noted, withdrawn or their campaign closed, they are owed no more.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Min

from pacte.journeys.models import CampaignContact
from pacte.journeys.queries.adviser_scope import is_referent_in_scope
from pacte.journeys.queries.desk_rows import refuse_other_bodies
from pacte.journeys.records.adviser_desk import AdviserScope
from pacte.journeys.records.campaigns import DueContacts
from pacte.kernel.actor import Actor


def due_contacts(*, actor: Actor, scope: AdviserScope, on: date) -> list[DueContacts]:
    """By campaign, the oldest day first. Raises ``NotFound`` for the scope of another body. One query."""
    refuse_other_bodies(actor, scope)
    contacts = CampaignContact.objects.filter(
        is_referent_in_scope(scope, prefix="learner__referents__"), body_id__in=scope.body_ids, planned_on__lt=on,
        reached_on=None, campaign__closed_on=None, learner__purged_at=None,
    )  # fmt: skip
    rows = contacts.values_list("campaign_id", "campaign__title").annotate(
        people=Count("learner_id", distinct=True), oldest=Min("planned_on")
    )
    due = [DueContacts(campaign_id, title, people, oldest) for campaign_id, title, people, oldest in rows.order_by()]
    return sorted(due, key=lambda each: (each.planned_on, each.campaign_id))
