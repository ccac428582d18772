"""Obligations after the steps of journeys, and the people to notify."""

from __future__ import annotations

from datetime import date

from pacte.accounts.models import Membership
from pacte.accounts.queries import valid_on
from pacte.journeys.models import Due, Journey, Referent
from pacte.journeys.rules.consequences import Consequence
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today


def dues_of(*, actor: Actor, journey: Journey) -> list[Due]:
    """All obligations of one journey obtained through a checked query, open first, oldest first."""
    found = Due.objects.filter(journey=journey).select_related("body").order_by("due_on", "pk")
    return sorted(found, key=lambda due: due.settled_on is not None)


def is_too_late(due: Due) -> bool:
    """True for a freed seat whose entry deadline is past: nobody can take it any more."""
    return due.what == Consequence.SEAT_FREED and due.due_on < today()


def referrers_to_tell(*, actor: Actor, journey: Journey, on: date) -> set[int]:
    """The person named as referent; when nobody is named, the advisers of the body that orients."""
    named = Referent.objects.filter(
        learner_id=journey.learner_id, body_id=journey.referrer_id, valid_until=None, person__is_active=True
    ).values_list("person_id", flat=True)
    if people := {each for each in named if each is not None}:
        return people
    posts = Membership.objects.filter(
        valid_on(on), host_id=journey.organisation_id, organisation_id=journey.referrer_id, role=Role.ADVISER,
        person__is_active=True,
    )  # fmt: skip
    return set(posts.values_list("person_id", flat=True))
