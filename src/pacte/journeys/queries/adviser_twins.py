"""Possible duplicates, in one body, of a learner about to be created."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from pacte.journeys.models import Referent
from pacte.journeys.queries.adviser_scope import adviser_bodies, present_in
from pacte.journeys.records import LearnerGiven
from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS
from pacte.kernel.errors import NotFound
from pacte.kernel.french import fold_text

_CONTACT = tuple(f"learner__contact__{name}" for name in ("first_name", "last_name", "partner_number"))


@dataclass(frozen=True, slots=True)
class Twin:
    """A learner already known to the body. ``adviser`` is empty when no person of the body is named."""

    key: UUID
    name: str
    birth_year: int | None
    opened_on: date
    adviser: str
    partner_number: str


def twins(*, actor: Actor, body_id: int, given: LearnerGiven) -> list[Twin]:
    """Learners of that body with the same partner number, or with the same names and no other year of birth.

    Names are compared without accents, hyphens or order. Two queries. Raises ``Unseen`` for another body.
    """
    if body_id not in adviser_bodies(actor):
        raise NotFound
    number, year = given.partner_number.strip(), given.birth_year
    held = Referent.objects.filter(present_in([body_id]), learner__contact__isnull=False)
    if year is not None:
        may_be = Q(learner__birth_year=year) | Q(learner__birth_year__isnull=True)
        held = held.filter(may_be | Q(learner__contact__partner_number__iexact=number) if number else may_be)
    names = _key(given.first_name, given.last_name)
    found = [
        key
        for key, born, first, last, theirs in held.values_list("pk", "learner__birth_year", *_CONTACT)
        if (number and theirs.casefold() == number.casefold())
        or (_key(first, last) == names and (year is None or born in (None, year)))
    ]
    rows = held.filter(pk__in=found).select_related("person", "learner__contact").order_by("learner__created_at", "pk")
    return [_twin(row) for row in rows]


def names_held(*, actor: Actor, body_id: int, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Partner numbers of the body's learners under each (first name, last name), compared in the same way.

    An empty number: that learner has none. One query. Raises ``Unseen`` for another body.
    """
    if body_id not in adviser_bodies(actor):
        raise NotFound
    asked = {tuple(_key(*pair)): pair for pair in names}
    held = Referent.objects.filter(present_in([body_id]), learner__contact__isnull=False).values_list(*_CONTACT)
    found: dict[tuple[str, str], list[str]] = {}
    for first, last, number in held:
        pair = asked.get(tuple(_key(first, last)))
        if pair is not None:
            found.setdefault(pair, []).append(number)
    return found


def _twin(row: Referent) -> Twin:
    learner, contact = row.learner, row.learner.contact
    return Twin(
        key=learner.key,
        name=f"{contact.first_name} {contact.last_name}",
        birth_year=learner.birth_year,
        opened_on=learner.created_at.astimezone(PARIS).date(),
        adviser=str(row.person) if row.person else "",
        partner_number=contact.partner_number,
    )


def _key(first: str, last: str) -> list[str]:
    return sorted(fold_text(name.replace("-", " ")) for name in (first, last))
