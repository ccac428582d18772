"""Queries on people and their memberships, limited to the pacts that the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from pacte.accounts.models import Membership, Person
from pacte.accounts.permissions import hosts_where, may
from pacte.accounts.queries.directory import organisation_names
from pacte.accounts.queries.entering import has_second_factor, in_force
from pacte.accounts.records import HeldPost, PersonSheet, PostLine
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import Unseen
from pacte.kernel.french import plain


def memberships(*, actor: Actor) -> QuerySet[Membership]:
    """Memberships in scope, with people and organisations. Raises ``NotFound`` when the actor may not read them."""
    if not may(actor, "accounts.read_members"):
        raise Unseen
    posts = Membership.objects.select_related("person", "organisation", "service").order_by(
        "person__last_name", "person__first_name", "pk"
    )
    return posts if actor.is_system else posts.filter(host_id__in=hosts_where(actor, "accounts.read_members"))


def people(*, actor: Actor, on: date) -> list[PersonSheet]:
    """Everyone with a current or past membership in the reader's pacts, sorted by name. Raises ``NotFound``."""
    names = organisation_names(on=on)
    found: dict[int, list[Membership]] = {}
    for membership in memberships(actor=actor):
        found.setdefault(membership.person_id, []).append(membership)
    with_codes = set(
        TOTPDevice.objects.filter(user_id__in=list(found), confirmed=True).values_list("user_id", flat=True)
    )
    everybody = sorted(
        (posts[0].person for posts in found.values()),
        key=lambda person: (plain(person.last_name), plain(person.first_name), person.pk),
    )
    return [_sheet(person, found[person.pk], names, on, has_codes=person.pk in with_codes) for person in everybody]


def person_sheet(*, actor: Actor, person_id: int, on: date) -> PersonSheet:
    """One person with the memberships in scope. Raises ``NotFound`` when there is none."""
    posts = list(memberships(actor=actor).filter(person_id=person_id))
    if not posts:
        raise Unseen
    person = posts[0].person
    return _sheet(person, posts, organisation_names(on=on), on, has_codes=has_second_factor(person))


def own_posts(*, actor: Actor, on: date) -> tuple[PostLine, ...]:
    """The actor's own memberships, including past ones, current first."""
    posts = Membership.objects.filter(person_id=actor.person_id).select_related("service").order_by("pk")
    return _posts(posts, organisation_names(on=on), on)


def person_for_change(*, actor: Actor, person_id: int) -> Person:
    """The person, for an actor who manages accounts in a pact where they have or had a membership.

    Raises ``NotFound``.
    """
    found = Person.objects.filter(pk=person_id, memberships__in=_managed(actor)).distinct().first()
    if found is None:
        raise Unseen
    return found


def person_for_hand_over(*, actor: Actor, person_id: int) -> Person:
    """The person, for an actor who may transfer assignments in one of their pacts, current or past.

    Raises ``NotFound``.
    """
    posts = Membership.objects.filter(person_id=person_id)
    if not actor.is_system:
        posts = posts.filter(host_id__in=hosts_where(actor, "accounts.hand_over"))
    found = Person.objects.filter(pk=person_id, memberships__in=posts).distinct().first()
    if found is None:
        raise Unseen
    return found


def membership_for_change(*, actor: Actor, person_id: int, membership_id: int) -> Membership:
    """The person's membership, for an actor who manages the accounts of its pact. Raises ``NotFound``."""
    found = _managed(actor).filter(pk=membership_id, person_id=person_id).select_related("person").first()
    if found is None:
        raise Unseen
    return found


def _managed(actor: Actor) -> QuerySet[Membership]:
    if actor.is_system:
        return Membership.objects.all()
    return Membership.objects.filter(host_id__in=hosts_where(actor, "accounts.manage"))


def _sheet(
    person: Person, posts: Iterable[Membership], names: dict[int, str], on: date, *, has_codes: bool
) -> PersonSheet:
    return PersonSheet(
        person_id=person.pk,
        name=str(person),
        email=person.email,
        is_active=person.is_active,
        last_login=person.last_login,
        has_second_factor=has_codes,
        posts=_posts(posts, names, on),
    )


def _posts(posts: Iterable[Membership], names: dict[int, str], on: date) -> tuple[PostLine, ...]:
    lines = [
        PostLine(
            membership_id=each.pk,
            role=Role(each.role),
            host_id=each.host_id,
            organisation_id=each.organisation_id,
            organisation=names.get(each.organisation_id, ""),
            service=each.service.code if each.service else "",
            zone_kind=each.zone_kind,
            zone_code=each.zone_code,
            valid_from=each.valid_from,
            valid_until=each.valid_until,
        )
        for each in posts
    ]
    return tuple(sorted(lines, key=lambda line: (not line.is_in_force(on), -line.valid_from.toordinal())))


def people_in_pact(*, actor: Actor, on: date) -> list[Person]:
    """People with a membership in force in a pact where the actor may transfer assignments, sorted by name."""
    posts = Membership.objects.filter(in_force(on), person__is_active=True).select_related("person")
    if not actor.is_system:
        posts = posts.filter(host_id__in=hosts_where(actor, "accounts.hand_over"))
    found = {post.person_id: post.person for post in posts.order_by("pk")}
    return sorted(found.values(), key=lambda person: plain(f"{person.last_name} {person.first_name}"))


def memberships_in(*, actor: Actor, host_id: int, person_ids: Iterable[int]) -> list[HeldPost]:
    """Memberships of these people in a pact, past ones included, for its members: enough to tell who is still there."""
    if not actor.is_system and host_id not in actor.host_ids:
        return []
    posts = Membership.objects.filter(host_id=host_id, person_id__in=set(person_ids)).order_by("pk")
    return [HeldPost(each.person_id, each.organisation_id, each.valid_from, each.valid_until) for each in posts]


def people_for(*, actor: Actor, organisation_ids: Iterable[int], on: date) -> list[Person]:
    """People with a membership in force for one of these organisations in a pact of the actor, sorted by name."""
    posts = Membership.objects.filter(
        in_force(on), organisation_id__in=list(organisation_ids), person__is_active=True
    ).select_related("person")
    if not actor.is_system:
        posts = posts.filter(host_id__in=actor.host_ids)
    found = {post.person_id: post.person for post in posts.order_by("pk")}
    return sorted(found.values(), key=lambda person: plain(f"{person.last_name} {person.first_name}"))


def advisers_of(*, actor: Actor, organisation_ids: Iterable[int], on: date) -> dict[int, list[int]]:
    """People who are advisers that day, by organisation. For the system only: raises ``NotFound``."""
    if not actor.is_system:
        raise Unseen
    posts = Membership.objects.filter(
        in_force(on), organisation_id__in=set(organisation_ids), role=Role.ADVISER, person__is_active=True
    )
    found: dict[int, list[int]] = {}
    for body_id, person_id in posts.order_by("pk").values_list("organisation_id", "person_id").distinct():
        found.setdefault(body_id, []).append(person_id)
    return found
