"""Invented people of the organisations that have no demonstration login. None of them can log in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.accounts.queries import actor_of, people_of_organisations
from pacte.accounts.services import add_membership, create_person
from pacte.demo.region.invented_people import invented_names

if TYPE_CHECKING:
    from datetime import date

    from pacte.accounts.models import Organisation, Person
    from pacte.kernel.actor import Actor, Role


def ensure_member(*, actor: Actor, body: Organisation, host: Organisation, role: Role, since: date, on: date) -> Actor:
    """Somebody of that role in ``body``, as an actor; invented when it has nobody. Must run as the system actor."""
    people = people_of_organisations(actor=actor, organisation_ids=[body.pk], on=on)
    members = [actor_of(each, on=on) for each in people]
    known = next((each for each in members if any(post.role is role for post in each.memberships)), None)
    if known:
        return known
    person = _invented_person(actor, body)
    add_membership(actor=actor, person=person, organisation=body, host=host, role=role, valid_from=since)
    return actor_of(person, on=on)


def _invented_person(actor: Actor, body: Organisation) -> Person:
    names = invented_names()
    first_names = [*names.first_names["f"], *names.first_names["m"]]
    return create_person(
        actor=actor, email=f"equipe-{body.code}@pacte.example", first_name=first_names[body.pk % len(first_names)],
        last_name=names.last_names[body.pk % len(names.last_names)], synthetic=True,
    )  # fmt: skip
