"""Scopes of an adviser: own people, those of the agency, those of a colleague they stand in for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q

from pacte.accounts.queries import substitutions_for_actor
from pacte.journeys.models import Referent
from pacte.journeys.records.adviser_desk import AdviserScope, ScopeKind
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import hide_unless


def adviser_bodies(actor: Actor) -> tuple[int, ...]:
    """The bodies for which the actor is an adviser. Raises ``NotFound`` when there is none."""
    body_ids = tuple(sorted({post.organisation_id for post in actor.memberships if post.role is Role.ADVISER}))
    hide_unless(body_ids)
    return body_ids


def adviser_scopes(*, actor: Actor, on: date) -> list[AdviserScope]:
    """Scopes of the actor; the first is the default. A substitute also gets those of the colleagues replaced."""
    bodies = adviser_bodies(actor)
    covered = [
        AdviserScope(ScopeKind.COVERED, bodies, absence.person_id, absence.person)
        for absence in substitutions_for_actor(actor=actor, on=on)
    ]
    return [AdviserScope(ScopeKind.MINE, bodies, actor.person_id), AdviserScope(ScopeKind.AGENCY, bodies), *covered]


def learner_counts(*, actor: Actor, scopes: Sequence[AdviserScope]) -> dict[AdviserScope, int]:
    """Number of learners in each scope today. One query."""
    referents = Referent.objects.filter(is_present_referent_of(adviser_bodies(actor))).values_list("person_id")
    by_person = dict(referents.annotate(people=Count("pk")).order_by())
    return {
        scope: sum(by_person.values()) if scope.person_id is None else by_person.get(scope.person_id, 0)
        for scope in scopes
    }


def is_present_referent_of(body_ids: Sequence[int], *, prefix: str = "") -> Q:
    """Condition on referents: the present one is of these bodies. ``prefix`` is the lookup that leads to the table."""
    return Q(**{f"{prefix}body_id__in": body_ids, f"{prefix}valid_until__isnull": True})


def is_referent_in_scope(scope: AdviserScope, *, prefix: str) -> Q:
    """The same condition, for a scope."""
    condition = is_present_referent_of(scope.body_ids, prefix=prefix)
    return condition if scope.person_id is None else condition & Q(**{f"{prefix}person_id": scope.person_id})
