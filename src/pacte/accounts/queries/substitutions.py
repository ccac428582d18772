"""Substitutions, by date."""

from __future__ import annotations

from datetime import date

from pacte.accounts.models import Substitution
from pacte.accounts.queries.authentication import valid_on
from pacte.accounts.records import SubstitutionRow
from pacte.kernel.actor import Actor


def substitutions(*, actor: Actor, on: date | None = None, person_id: int | None = None) -> list[SubstitutionRow]:
    """Substitutions in the actor's pacts, latest first: all, or those of a day, or of one person."""
    matching_rows = Substitution.objects.select_related("person", "substitute").order_by("-valid_from", "-pk")
    if not actor.is_system:
        matching_rows = matching_rows.filter(host_id__in=actor.host_ids)
    if on is not None:
        matching_rows = matching_rows.filter(valid_on(on))
    if person_id is not None:
        matching_rows = matching_rows.filter(person_id=person_id)
    return [
        SubstitutionRow(
            substitution_id=each.pk,
            person_id=each.person_id,
            person=str(each.person),
            substitute_id=each.substitute_id,
            substitute=str(each.substitute),
            valid_from=each.valid_from,
            valid_until=each.valid_until,
            reason=each.reason,
        )
        for each in matching_rows
    ]


def substitutions_for_actor(*, actor: Actor, on: date) -> tuple[SubstitutionRow, ...]:
    """Substitutions in which the actor is the substitute on that day."""
    return tuple(
        substitution
        for substitution in substitutions(actor=actor, on=on)
        if substitution.substitute_id == actor.person_id
    )
