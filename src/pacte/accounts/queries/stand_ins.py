"""Substitutions, by date."""

from __future__ import annotations

from datetime import date

from pacte.accounts.models import StandIn
from pacte.accounts.queries.entering import in_force
from pacte.accounts.records import StandInLine
from pacte.kernel.actor import Actor


def stand_ins(*, actor: Actor, on: date | None = None, person_id: int | None = None) -> list[StandInLine]:
    """Substitutions in the actor's pacts, latest first: all, or those of a day, or of one person."""
    found = StandIn.objects.select_related("person", "substitute").order_by("-valid_from", "-pk")
    if not actor.is_system:
        found = found.filter(host_id__in=actor.host_ids)
    if on is not None:
        found = found.filter(in_force(on))
    if person_id is not None:
        found = found.filter(person_id=person_id)
    return [
        StandInLine(
            stand_in_id=each.pk,
            person_id=each.person_id,
            person=str(each.person),
            substitute_id=each.substitute_id,
            substitute=str(each.substitute),
            valid_from=each.valid_from,
            valid_until=each.valid_until,
            reason=each.reason,
        )
        for each in found
    ]


def replaced_by(*, actor: Actor, on: date) -> tuple[StandInLine, ...]:
    """Substitutions in which the actor is the substitute on that day."""
    return tuple(line for line in stand_ins(actor=actor, on=on) if line.substitute_id == actor.person_id)
