"""Experiments owned by a person, to hand over when they leave."""

from __future__ import annotations

from datetime import date

from pacte.accounts.queries.assignable_people import organisation_by_host
from pacte.evaluation.models import Experiment, Ownership
from pacte.kernel.actor import Actor
from pacte.kernel.responsibility import Assignment

EXPERIMENT = "experiment"


def experiment_assignments_of(*, actor: Actor, person_id: int, on: date) -> tuple[Assignment, ...]:
    """Returns the experiments owned by a person, in the pacts of the actor, unless judged or withdrawn."""
    bodies = organisation_by_host(person_id=person_id)
    return tuple(
        Assignment(
            kind=EXPERIMENT,
            identifier=str(each.pk),
            label=f"expérimentation « {each.title} », action {each.plan_action.number}",
            organisation_id=bodies.get(each.organisation_id, each.organisation_id),
            since=each.opened_on,
            plan_code=each.plan.code,
            number=each.plan_action.number,
        )
        for each in owned_experiments(actor, person_id)
    )


def owned_experiments(actor: Actor, person_id: int) -> list[Experiment]:
    """Returns the model instances, for the handover service."""
    concerned = Ownership.objects.filter(person_id=person_id).values("experiment_id")
    experiments = Experiment.objects.filter(pk__in=concerned, withdrawn_on__isnull=True, findings__isnull=True)
    if not actor.is_system:
        experiments = experiments.filter(organisation_id__in=actor.host_ids)
    open_experiments = (
        experiments.select_related("plan", "plan_action").prefetch_related("ownerships").order_by("plan_id", "number")
    )
    return [each for each in open_experiments if _last_owner(each) == person_id]


def _last_owner(experiment: Experiment) -> int | None:
    last = max(experiment.ownerships.all(), key=lambda each: each.pk, default=None)
    return last.person_id if last else None
