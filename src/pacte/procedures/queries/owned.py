"""What a person owns here, for who hands it over when they leave."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.actor import Actor
from pacte.procedures.models import File


@dataclass(frozen=True, slots=True)
class Held:
    """A thing that a person owns. ``kind`` says what it is to whoever lists things of several rooms."""

    kind: str
    identifier: int
    label: str
    plan_code: str
    number: int
    action_number: int


def held_by(*, actor: Actor, person_id: int) -> list[Held]:
    """Files still going that the person owns, in the pacts of the actor. A file that has ended keeps its owner."""
    found = File.objects.filter(owner_id=person_id, ended_on__isnull=True).select_related("plan", "plan_action")
    if not actor.is_system:
        found = found.filter(organisation_id__in=actor.host_ids)
    return [
        Held("study", each.pk, each.title, each.plan.code, each.number, each.plan_action.number)
        for each in found.order_by("plan_id", "number")
    ]
