"""What a person owns here, for who hands it over when they leave."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.evaluation.models import Experiment, Ownership
from pacte.kernel.actor import Actor


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
    """Experiments that the person answers for today, in the pacts of the actor; those judged or withdrawn are over."""
    return [
        Held("experiment", each.pk, each.title, each.plan.code, each.number, each.plan_action.number)
        for each in owned(actor, person_id)
    ]


def owned(actor: Actor, person_id: int, host_id: int | None = None) -> list[Experiment]:
    """The rows themselves, for the service that hands them over."""
    concerned = Ownership.objects.filter(person_id=person_id).values("experiment_id")
    found = Experiment.objects.filter(pk__in=concerned, withdrawn_on__isnull=True, findings__isnull=True)
    if host_id is not None:
        found = found.filter(organisation_id=host_id)
    if not actor.is_system:
        found = found.filter(organisation_id__in=actor.host_ids)
    going = found.select_related("plan", "plan_action").prefetch_related("ownerships").order_by("plan_id", "number")
    return [each for each in going if _last_owner(each) == person_id]


def _last_owner(experiment: Experiment) -> int | None:
    last = max(experiment.ownerships.all(), key=lambda each: each.pk, default=None)
    return last.person_id if last else None
