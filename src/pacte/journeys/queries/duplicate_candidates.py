"""Possible duplicates, in one body, of a learner about to be created."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from pacte.journeys.models import Referent
from pacte.journeys.queries.adviser_scope import adviser_bodies, is_present_referent_of
from pacte.journeys.records import LearnerInput
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import fold_text

_CONTACT = tuple(f"learner__contact__{name}" for name in ("first_name", "last_name", "partner_number"))


@dataclass(frozen=True, slots=True)
class DuplicateCandidate:
    """A learner already known to the body. ``adviser`` is empty when no person of the body is named."""

    key: UUID
    name: str
    birth_year: int | None
    opened_on: date
    adviser: str
    partner_number: str


def find_duplicates(*, actor: Actor, body_id: int, learner_input: LearnerInput) -> list[DuplicateCandidate]:
    """Learners of that body with the same partner number, or with the same names and no other year of birth.

    Names are compared without accents, hyphens or order. Two queries. Raises ``NotFound`` for another body.
    """
    hide_unless(body_id in adviser_bodies(actor))
    number, year = learner_input.partner_number.strip(), learner_input.birth_year
    referents = Referent.objects.filter(is_present_referent_of([body_id]), learner__contact__isnull=False)
    if year is not None:
        may_be = Q(learner__birth_year=year) | Q(learner__birth_year__isnull=True)
        referents = referents.filter(may_be | Q(learner__contact__partner_number__iexact=number) if number else may_be)
    names = _name_key(learner_input.first_name, learner_input.last_name)
    learner_ids = [
        key
        for key, born, first, last, partner_number in referents.values_list("pk", "learner__birth_year", *_CONTACT)
        if (number and partner_number.casefold() == number.casefold())
        or (_name_key(first, last) == names and (year is None or born in (None, year)))
    ]
    rows = (
        referents.filter(pk__in=learner_ids)
        .select_related("person", "learner__contact")
        .order_by("learner__created_at", "pk")
    )
    return [_duplicate_candidate(row) for row in rows]


def partner_numbers_by_name(
    *, actor: Actor, body_id: int, names: Collection[tuple[str, str]]
) -> dict[tuple[str, str], list[str]]:
    """Partner numbers of the body's learners under each (first name, last name), compared in the same way.

    An empty number: that learner has none. One query. Raises ``NotFound`` for another body.
    """
    hide_unless(body_id in adviser_bodies(actor))
    names_by_key = {tuple(_name_key(*pair)): pair for pair in names}
    contacts = Referent.objects.filter(is_present_referent_of([body_id]), learner__contact__isnull=False).values_list(
        *_CONTACT
    )
    numbers_by_name: dict[tuple[str, str], list[str]] = {}
    for first, last, number in contacts:
        pair = names_by_key.get(tuple(_name_key(first, last)))
        if pair is not None:
            numbers_by_name.setdefault(pair, []).append(number)
    return numbers_by_name


def _duplicate_candidate(row: Referent) -> DuplicateCandidate:
    learner, contact = row.learner, row.learner.contact
    return DuplicateCandidate(
        key=learner.key,
        name=f"{contact.first_name} {contact.last_name}",
        birth_year=learner.birth_year,
        opened_on=paris_date(learner.created_at),
        adviser=str(row.person) if row.person else "",
        partner_number=contact.partner_number,
    )


def _name_key(first: str, last: str) -> list[str]:
    return sorted(fold_text(name.replace("-", " ")) for name in (first, last))
