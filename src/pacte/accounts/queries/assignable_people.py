"""People who may be assigned responsibilities in a pact: its members, except providers, advisers and visitors."""

from __future__ import annotations

from datetime import date

from pacte.accounts.models import Membership, Person
from pacte.accounts.queries.authentication import valid_on
from pacte.kernel.actor import Actor, Role
from pacte.kernel.french import fold_text

_NOT_ASSIGNABLE_ROLES = (Role.PROVIDER, Role.ADVISER, Role.VISITOR)


def assignable_people(*, actor: Actor, host_id: int, on: date) -> list[Person]:
    """Assignable people, sorted by name; empty for an actor without membership in that pact."""
    if not actor.is_system and host_id not in actor.host_ids:
        return []
    membership_rows = Membership.objects.filter(valid_on(on), host_id=host_id, person__is_active=True)
    people_by_id = {
        membership.person_id: membership.person
        for membership in membership_rows.exclude(role__in=_NOT_ASSIGNABLE_ROLES).select_related("person")
    }
    return sorted(people_by_id.values(), key=lambda person: fold_text(f"{person.last_name} {person.first_name}"))


def organisation_by_host(*, person_id: int) -> dict[int, int]:
    """For each pact, by host: the organisation of the person's latest membership."""
    membership_rows = Membership.objects.filter(person_id=person_id).order_by("valid_from", "pk")
    return dict(membership_rows.values_list("host_id", "organisation_id"))
