"""Reading organisations, people and posts. What an actor may not see is not in the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from pacte.accounts.models import Membership, Organisation, OrganisationName, Person, Service
from pacte.accounts.permissions import may
from pacte.kernel.actor import NOBODY, Actor, Post, Role
from pacte.kernel.errors import Unseen
from pacte.kernel.french import plain


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation as a list shows it, with the name valid on a date."""

    organisation_id: int
    code: str
    name: str
    kind: str
    siret: str
    services: tuple[str, ...]


def in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))


def actor_of(person: Person, *, on: date) -> Actor:
    """The person as an actor with the posts in force. Row-level security must already know the person."""
    if not person.is_active:
        return NOBODY
    posts = tuple(
        Post(
            role=Role(membership.role),
            organisation_id=membership.organisation_id,
            host_id=membership.host_id,
            service_id=membership.service_id,
            zone_kind=membership.zone_kind,
            zone_code=membership.zone_code,
        )
        for membership in person.memberships.filter(in_force(on)).order_by("pk")
    )
    return Actor(person_id=person.pk, name=str(person), posts=posts)


def name_on(names: list[OrganisationName], on: date) -> str:
    """The name valid on that day, else the nearest one known."""
    valid = [
        each
        for each in names
        if (each.valid_from is None or each.valid_from <= on) and (each.valid_until is None or each.valid_until >= on)
    ]
    chosen = valid or sorted(names, key=lambda each: each.valid_from or date.min)
    return chosen[0].name if chosen else ""


def organisation_names(*, on: date) -> dict[int, str]:
    """Name of every organisation on that day. The directory of organisations is public."""
    names: dict[int, list[OrganisationName]] = {}
    for each in OrganisationName.objects.order_by("pk"):
        names.setdefault(each.organisation_id, []).append(each)
    return {identifier: name_on(each, on) for identifier, each in names.items()}


def organisations(*, actor: Actor, on: date) -> list[OrganisationLine]:
    """The directory, by name. Empty for who has no post."""
    if not may(actor, "accounts.read_directory"):
        return []
    names = organisation_names(on=on)
    lines = [
        OrganisationLine(
            organisation_id=each.pk,
            code=each.code,
            name=names.get(each.pk, each.code),
            kind=each.kind,
            siret=each.siret or "",
            services=tuple(sorted(service.code for service in each.services.all())),
        )
        for each in Organisation.objects.prefetch_related("services")
    ]
    return sorted(lines, key=lambda line: plain(line.name))


def organisation_named(name: str) -> Organisation | None:
    """The organisation that bears or bore this name, whatever the accents and capitals."""
    bearing = OrganisationName.objects.filter(plain_name=plain(name)).select_related("organisation")
    found = bearing.order_by("pk").first()
    return found.organisation if found else None


def host() -> Organisation | None:
    """The Region that steers the pacts of this installation."""
    return Organisation.objects.filter(is_host=True).order_by("pk").first()


def service_of(organisation: Organisation, code: str) -> Service | None:
    return organisation.services.filter(code=code).first()


def memberships(*, actor: Actor) -> QuerySet[Membership]:
    """Posts within reach, with people and organisations. Raises ``Unseen`` for who may not read them."""
    if not may(actor, "accounts.read_members"):
        raise Unseen
    return Membership.objects.select_related("person", "organisation", "service").order_by(
        "person__last_name", "person__first_name", "pk"
    )


def person_by_email(email: str) -> Person | None:
    return Person.objects.filter(email__iexact=email.strip()).first()
