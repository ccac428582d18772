"""Queries on people and their memberships, limited to the pacts that the reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from pacte.accounts.models import Membership, OrganisationName, Person
from pacte.accounts.permissions import hosts_with_account_right, may
from pacte.accounts.queries.authentication import has_second_factor, valid_on
from pacte.accounts.queries.directory import name_in_force, organisation_names
from pacte.accounts.records import MembershipPeriod, MembershipRow, PersonDetail
from pacte.infra.folded_text import folded
from pacte.infra.lazy_rows import LazyRows
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.kernel.french import fold_text


def memberships(*, actor: Actor) -> QuerySet[Membership]:
    """Memberships in scope, with people and organisations. Raises ``NotFound`` when the actor may not read them."""
    hide_unless(may(actor, "accounts.read_members"))
    visible_memberships = Membership.objects.select_related("person", "organisation", "service").order_by(
        "person__last_name", "person__first_name", "pk"
    )
    return (
        visible_memberships
        if actor.is_system
        else visible_memberships.filter(host_id__in=hosts_with_account_right(actor, "accounts.read_members"))
    )


def visible_people(
    *, actor: Actor, on: date, words: str = "", role: str = "", has_access: bool | None = None
) -> LazyRows[Person, PersonDetail]:
    """People with a current or past membership in the reader's pacts, sorted by name. Raises ``NotFound``.

    Each of the ``words`` is in their name, their e-mail or the name of one of their organisations. ``role``: held that
    day. ``has_access``: whether they can log in that day.
    """
    in_scope = memberships(actor=actor).filter(person=OuterRef("pk"))
    in_force = in_scope.filter(valid_on(on))
    people = Person.objects.filter(Exists(in_scope))
    if role:
        people = people.filter(Exists(in_force.filter(role=role)))
    if has_access is not None:
        people = people.filter(_can_log_in(in_force) if has_access else ~_can_log_in(in_force))
    plain = {name: folded(F(name)) for name in ("last_name", "first_name", "email")}
    if words:
        people = people.alias(**{f"plain_{name}": value for name, value in plain.items()})
    for word in fold_text(words).split():
        named = OrganisationName.objects.filter(name_in_force(on), plain_name__contains=word)
        people = people.filter(
            Q(plain_last_name__contains=word)
            | Q(plain_first_name__contains=word)
            | Q(plain_email__contains=word)
            | Exists(in_scope.filter(organisation_id__in=named.values("organisation_id")))
        )
    people = people.order_by(plain["last_name"], plain["first_name"], "pk")
    return LazyRows(people, lambda part: _person_details(part, memberships(actor=actor), on))


def people_named(*, actor: Actor, words: Iterable[str], limit: int) -> list[Person]:
    """People of ``visible_people`` with each of the folded ``words`` in their name or e-mail, sorted by name.

    Without their memberships: one query. Raises ``NotFound``.
    """
    people = Person.objects.filter(Exists(memberships(actor=actor).filter(person=OuterRef("pk"))))
    plain = {f"plain_{name}": folded(F(name)) for name in ("last_name", "first_name", "email")}
    people = people.alias(**plain)
    for word in words:
        people = people.filter(
            Q(plain_last_name__contains=word) | Q(plain_first_name__contains=word) | Q(plain_email__contains=word)
        )
    return list(people.order_by("plain_last_name", "plain_first_name", "pk")[:limit])


def people_counts(*, actor: Actor, on: date) -> tuple[int, int]:
    """How many people ``visible_people`` has, and how many of them can log in that day. Raises ``NotFound``."""
    in_scope = memberships(actor=actor).filter(person=OuterRef("pk"))
    counts = Person.objects.filter(Exists(in_scope)).aggregate(
        everybody=Count("pk"), entering=Count("pk", filter=_can_log_in(in_scope.filter(valid_on(on))))
    )
    return counts["everybody"], counts["entering"]


def ending_memberships(*, actor: Actor, on: date, until: date) -> list[Membership]:
    """Memberships in scope that are in force on a day and end by another, the first to end first.

    Raises ``NotFound``. One query.
    """
    ending = memberships(actor=actor).filter(valid_on(on), valid_until__lte=until, person__is_active=True)
    return list(ending.order_by("valid_until", "pk"))


def _can_log_in(in_force: QuerySet[Membership]) -> Q:
    return Q(Exists(in_force), is_active=True)


def person_detail(*, actor: Actor, person_id: int, on: date) -> PersonDetail:
    """One person with the memberships in scope. Raises ``NotFound`` when there is none."""
    person_memberships = list(memberships(actor=actor).filter(person_id=person_id))
    hide_unless(person_memberships)
    person = person_memberships[0].person
    return _person_detail(
        person, person_memberships, organisation_names(on=on), on, has_codes=has_second_factor(person)
    )


def own_memberships(*, actor: Actor, on: date) -> tuple[MembershipRow, ...]:
    """The actor's own memberships, including past ones, current first."""
    membership_rows = Membership.objects.filter(person_id=actor.person_id).select_related("service").order_by("pk")
    return _membership_rows(membership_rows, organisation_names(on=on), on)


def person_for_change(*, actor: Actor, person_id: int) -> Person:
    """The person, for an actor who manages accounts in a pact where they have or had a membership.

    Raises ``NotFound``.
    """
    return ensure_found(
        Person.objects.filter(pk=person_id, memberships__in=_managed_memberships(actor)).distinct().first()
    )


def person_for_hand_over(*, actor: Actor, person_id: int) -> Person:
    """The person, for an actor who may transfer assignments in one of their pacts, current or past.

    Raises ``NotFound``.
    """
    transferable_memberships = Membership.objects.filter(person_id=person_id)
    if not actor.is_system:
        transferable_memberships = transferable_memberships.filter(
            host_id__in=hosts_with_account_right(actor, "accounts.hand_over")
        )
    return ensure_found(
        Person.objects.filter(pk=person_id, memberships__in=transferable_memberships).distinct().first()
    )


def membership_for_change(*, actor: Actor, person_id: int, membership_id: int) -> Membership:
    """The person's membership, for an actor who manages the accounts of its pact. Raises ``NotFound``."""
    return ensure_found(
        _managed_memberships(actor).filter(pk=membership_id, person_id=person_id).select_related("person").first()
    )


def _managed_memberships(actor: Actor) -> QuerySet[Membership]:
    if actor.is_system:
        return Membership.objects.all()
    return Membership.objects.filter(host_id__in=hosts_with_account_right(actor, "accounts.manage"))


def _person_details(people: Sequence[Person], visible: QuerySet[Membership], on: date) -> list[PersonDetail]:
    names = organisation_names(on=on)
    by_person: dict[int, list[Membership]] = {}
    for membership in visible.filter(person__in=people):
        by_person.setdefault(membership.person_id, []).append(membership)
    with_codes = set(TOTPDevice.objects.filter(user__in=people, confirmed=True).values_list("user_id", flat=True))
    return [_person_detail(each, by_person[each.pk], names, on, has_codes=each.pk in with_codes) for each in people]


def _person_detail(
    person: Person, membership_rows: Iterable[Membership], names: dict[int, str], on: date, *, has_codes: bool
) -> PersonDetail:
    return PersonDetail(
        person_id=person.pk,
        name=str(person),
        email=person.email,
        is_active=person.is_active,
        last_login=person.last_login,
        has_second_factor=has_codes,
        memberships=_membership_rows(membership_rows, names, on),
    )


def _membership_rows(
    membership_rows: Iterable[Membership], names: dict[int, str], on: date
) -> tuple[MembershipRow, ...]:
    rows = [
        MembershipRow(
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
        for each in membership_rows
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_in_force(on), -row.valid_from.toordinal())))


def people_for_hand_over(*, actor: Actor, on: date) -> list[Person]:
    """People with a membership in force in a pact where the actor may transfer assignments, sorted by name."""
    membership_rows = Membership.objects.filter(valid_on(on), person__is_active=True).select_related("person")
    if not actor.is_system:
        membership_rows = membership_rows.filter(host_id__in=hosts_with_account_right(actor, "accounts.hand_over"))
    people_by_id = {membership.person_id: membership.person for membership in membership_rows.order_by("pk")}
    return sorted(people_by_id.values(), key=lambda person: fold_text(f"{person.last_name} {person.first_name}"))


def membership_periods(*, actor: Actor, host_id: int, person_ids: Iterable[int]) -> list[MembershipPeriod]:
    """Memberships of these people in a pact, past ones included, for its members: enough to tell who is still there."""
    if not actor.is_system and host_id not in actor.host_ids:
        return []
    membership_rows = Membership.objects.filter(host_id=host_id, person_id__in=set(person_ids)).order_by("pk")
    return [
        MembershipPeriod(each.person_id, each.organisation_id, each.valid_from, each.valid_until)
        for each in membership_rows
    ]


def people_of_organisations(*, actor: Actor, organisation_ids: Iterable[int], on: date) -> list[Person]:
    """People with a membership in force for one of these organisations in a pact of the actor, sorted by name."""
    membership_rows = Membership.objects.filter(
        valid_on(on), organisation_id__in=list(organisation_ids), person__is_active=True
    ).select_related("person")
    if not actor.is_system:
        membership_rows = membership_rows.filter(host_id__in=actor.host_ids)
    people_by_id = {membership.person_id: membership.person for membership in membership_rows.order_by("pk")}
    return sorted(people_by_id.values(), key=lambda person: fold_text(f"{person.last_name} {person.first_name}"))


def adviser_ids_by_organisation(*, actor: Actor, organisation_ids: Iterable[int], on: date) -> dict[int, list[int]]:
    """People who are advisers that day, by organisation. For the system only: raises ``NotFound``."""
    actor.require_system()
    membership_rows = Membership.objects.filter(
        valid_on(on), organisation_id__in=set(organisation_ids), role=Role.ADVISER, person__is_active=True
    )
    adviser_ids: dict[int, list[int]] = {}
    for organisation_id, person_id in (
        membership_rows.order_by("pk").values_list("organisation_id", "person_id").distinct()
    ):
        adviser_ids.setdefault(organisation_id, []).append(person_id)
    return adviser_ids


def people_with_roles(*, actor: Actor, host_id: int, roles: Iterable[Role], on: date) -> list[Person]:
    """People with a membership in force in one of these roles of a pact, for its members, sorted by name."""
    if not actor.is_system and host_id not in actor.host_ids:
        return []
    in_force = Membership.objects.filter(valid_on(on), host_id=host_id, role__in=list(roles), person__is_active=True)
    people_by_id = {each.person_id: each.person for each in in_force.select_related("person")}
    return sorted(people_by_id.values(), key=lambda person: fold_text(f"{person.last_name} {person.first_name}"))
