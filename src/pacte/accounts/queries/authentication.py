"""Queries run to authenticate, before the actor is known."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection
from django.db.models import Q
from django_otp.plugins.otp_totp.models import TOTPDevice

from pacte.accounts.models import LoginLink, Person
from pacte.accounts.row_context import set_row_context, set_row_context_and_read
from pacte.accounts.rules import login_secret_digest
from pacte.kernel.actor import NOBODY, ActiveMembership, Actor, Role
from pacte.kernel.email_address import canonical_email
from pacte.kernel.errors import ValidationError

_PERSON_COLUMNS = [field.attname for field in Person._meta.concrete_fields]
_PERSON_WITH_MEMBERSHIPS = f"""
select {", ".join(f"p.{column}" for column in _PERSON_COLUMNS)},
    m.role, m.organisation_id, m.host_id, m.service_id, m.zone_kind, m.zone_code
from accounts_person p
left join accounts_membership m
    on m.person_id = p.id and m.valid_from <= %s and (m.valid_until is null or m.valid_until >= %s)
where p.id = %s
order by m.id
"""  # noqa: S608


def valid_on(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))


def actor_of(person: Person, *, on: date) -> Actor:
    """The person as an actor with the memberships in force.

    The row-level security context must already be set to the person.
    """
    if not person.is_active:
        return NOBODY
    active_memberships = tuple(
        ActiveMembership(
            role=Role(membership.role),
            organisation_id=membership.organisation_id,
            host_id=membership.host_id,
            service_id=membership.service_id,
            zone_kind=membership.zone_kind,
            zone_code=membership.zone_code,
        )
        for membership in person.memberships.filter(valid_on(on)).order_by("pk")
    )
    return Actor(person_id=person.pk, name=str(person), memberships=active_memberships)


def person_of_login(person_id: int, *, on: date) -> Person | None:
    """The person of a web session with the memberships in force, in one round trip. For ``actor_of_login``.

    Sets the row-level security context to the person alone, under which the memberships are read. Outside a
    transaction, where no context lasts, the memberships are not read.
    """
    if not connection.in_atomic_block:
        return Person.objects.filter(pk=person_id).first()
    rows = set_row_context_and_read(Actor(person_id=person_id), _PERSON_WITH_MEMBERSHIPS, [on, on, person_id])
    if not rows:
        return None
    person = Person.from_db(connection.alias, _PERSON_COLUMNS, rows[0][: len(_PERSON_COLUMNS)])
    memberships = (row[len(_PERSON_COLUMNS) :] for row in rows)
    person.loaded_memberships = tuple(
        ActiveMembership(Role(role), *rest) for role, *rest in memberships if role is not None
    )
    return person


def actor_of_login(person: Person, *, on: date) -> Actor:
    """The person of a web session as an actor; leaves the row-level security context set to the person alone.

    The memberships that ``person_of_login`` has just read are used once: a later call reads them again.
    """
    memberships, person.loaded_memberships = person.loaded_memberships, None
    if memberships is None:
        set_row_context(Actor(person_id=person.pk))
        return actor_of(person, on=on)
    return Actor(person_id=person.pk, name=str(person), memberships=memberships) if person.is_active else NOBODY


def actor_by_id(*, actor: Actor, person_id: int, on: date) -> Actor:
    """A person as an actor on that day, for a job that continues in their name.

    Empty actor unless called by the system.
    """
    person = Person.objects.filter(pk=person_id).first() if actor.is_system else None
    return actor_of(person, on=on) if person else NOBODY


def person_by_email(email: str) -> Person | None:
    """The person with that address, whatever its spelling; None also when it is not a valid address."""
    try:
        return Person.objects.filter(email=canonical_email(email)).first()
    except ValidationError:
        return None


def usable_login_link(*, secret: str, at: datetime) -> LoginLink | None:
    """The link with this secret, unused and not expired. Does not use it."""
    return (
        LoginLink.objects.filter(
            digest=login_secret_digest(secret), used_at__isnull=True, expires_at__gte=at, person__is_active=True
        )
        .select_related("person")
        .first()
    )


def has_second_factor(person: Person) -> bool:
    """True when the person has a confirmed TOTP device."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


def has_no_account() -> bool:
    """True in an installation without any account."""
    return not Person.objects.exists()
