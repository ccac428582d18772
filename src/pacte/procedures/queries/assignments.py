"""Cases owned by a person, to hand over when they leave."""

from __future__ import annotations

from datetime import date

from pacte.accounts.queries.assignable_people import organisation_by_host
from pacte.kernel.actor import Actor
from pacte.kernel.responsibility import Assignment
from pacte.procedures.models import Case

STUDY = "study"


def case_assignments_of(*, actor: Actor, person_id: int, on: date) -> tuple[Assignment, ...]:
    """Returns the open cases owned by a person, in the pacts of the actor. An ended case keeps its owner."""
    open_cases = Case.objects.filter(owner_id=person_id, ended_on__isnull=True).select_related("plan", "plan_action")
    if not actor.is_system:
        open_cases = open_cases.filter(organisation_id__in=actor.host_ids)
    bodies = organisation_by_host(person_id=person_id)
    return tuple(
        Assignment(
            kind=STUDY,
            identifier=str(each.pk),
            label=f"étude « {each.title} », action {each.plan_action.number}",
            organisation_id=bodies.get(each.organisation_id, each.organisation_id),
            since=each.opened_on,
            plan_code=each.plan.code,
            number=each.plan_action.number,
        )
        for each in open_cases.order_by("plan_id", "number")
    )
