"""Obligations after the steps of journeys, and the people to notify."""

from __future__ import annotations

from datetime import date

from pacte.accounts.models import Membership
from pacte.accounts.queries import valid_on
from pacte.journeys.models import Journey, Obligation, Referent
from pacte.journeys.rules.consequences import Consequence
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today


def obligations_of(*, actor: Actor, journey: Journey) -> list[Obligation]:
    """All obligations of one journey obtained through a checked query, open first, oldest first."""
    obligations = Obligation.objects.filter(journey=journey).select_related("body").order_by("due_on", "pk")
    return sorted(obligations, key=lambda obligation: obligation.settled_on is not None)


def is_past_entry_deadline(obligation: Obligation) -> bool:
    """True for a freed seat whose entry deadline is past: nobody can take it any more."""
    return obligation.what == Consequence.SEAT_FREED and obligation.due_on < today()


def referrers_to_notify(*, actor: Actor, journey: Journey, on: date) -> set[int]:
    """The person named as referent; when nobody is named, the advisers of the body that orients."""
    person_ids = Referent.objects.filter(
        learner_id=journey.learner_id, body_id=journey.referrer_id, valid_until=None, person__is_active=True
    ).values_list("person_id", flat=True)
    if people := {each for each in person_ids if each is not None}:
        return people
    posts = Membership.objects.filter(
        valid_on(on), host_id=journey.organisation_id, organisation_id=journey.referrer_id, role=Role.ADVISER,
        person__is_active=True,
    )  # fmt: skip
    return set(posts.values_list("person_id", flat=True))
