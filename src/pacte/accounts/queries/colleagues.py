"""People who may be assigned responsibilities in a pact: its members, except providers, advisers and visitors."""

from __future__ import annotations

from datetime import date

from pacte.accounts.models import Membership, Person
from pacte.accounts.queries.entering import in_force
from pacte.kernel.actor import Actor, Role
from pacte.kernel.french import plain

_ANSWERS_FOR_NOTHING = (Role.PROVIDER, Role.ADVISER, Role.VISITOR)


def colleagues(*, actor: Actor, host_id: int, on: date) -> list[Person]:
    """Assignable people, sorted by name; empty for an actor without membership in that pact."""
    if not actor.is_system and host_id not in actor.host_ids:
        return []
    posts = Membership.objects.filter(in_force(on), host_id=host_id, person__is_active=True)
    found = {
        post.person_id: post.person for post in posts.exclude(role__in=_ANSWERS_FOR_NOTHING).select_related("person")
    }
    return sorted(found.values(), key=lambda person: plain(f"{person.last_name} {person.first_name}"))


def bodies_of(*, person_id: int) -> dict[int, int]:
    """For each pact, by host: the organisation of the person's latest membership."""
    posts = Membership.objects.filter(person_id=person_id).order_by("valid_from", "pk")
    return dict(posts.values_list("host_id", "organisation_id"))
