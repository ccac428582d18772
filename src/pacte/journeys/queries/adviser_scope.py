"""Scopes of an adviser: own people, those of the agency, those of a colleague they stand in for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from pacte.accounts.queries import substitutions_for_actor
from pacte.journeys.models import Referent
from pacte.journeys.records.advising import Reach, Scope
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence


def adviser_bodies(actor: Actor) -> tuple[int, ...]:
    """The bodies for which the actor is an adviser. Raises ``Unseen`` when there is none."""
    found = tuple(sorted({post.organisation_id for post in actor.memberships if post.role is Role.ADVISER}))
    if not found:
        raise NotFound
    return found


def scopes(*, actor: Actor, on: date) -> list[Scope]:
    """Scopes of the actor; the first is the default. A substitute also gets those of the colleagues replaced."""
    bodies = adviser_bodies(actor)
    covered = [
        Scope(Reach.COVERED, bodies, line.person_id, line.person)
        for line in substitutions_for_actor(actor=actor, on=on)
    ]
    return [Scope(Reach.MINE, bodies, actor.person_id), Scope(Reach.AGENCY, bodies), *covered]


def people_counts(*, actor: Actor, found: Sequence[Scope]) -> dict[Scope, int]:
    """Number of learners in each scope today. One query."""
    held = Referent.objects.filter(present_in(adviser_bodies(actor))).values_list("person_id")
    by_person = dict(held.annotate(people=Count("pk")).order_by())
    return {
        scope: sum(by_person.values()) if scope.person_id is None else by_person.get(scope.person_id, 0)
        for scope in found
    }


def present_in(body_ids: Sequence[int], *, prefix: str = "") -> Q:
    """Condition on referents: the present one is of these bodies. ``prefix`` is the lookup that leads to the table."""
    return Q(**{f"{prefix}body_id__in": body_ids, f"{prefix}valid_until__isnull": True})


def held_in(scope: Scope, *, prefix: str) -> Q:
    """The same condition, for a scope."""
    held = present_in(scope.body_ids, prefix=prefix)
    return held if scope.person_id is None else held & Q(**{f"{prefix}person_id": scope.person_id})
