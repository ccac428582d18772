"""Assignments of a person in rounds: pending answers and open milestones, for handover."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.responsibility import Assignment
from pacte.plan.models import ActionPerson
from pacte.steering.models import Milestone, RoundAnswer
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.records import RoundState

ANSWER, MILESTONE = "answer", "milestone"


def round_assignments_of(*, actor: Actor, person_id: int, on: date) -> tuple[Assignment, ...]:
    """Returns the assignments that the actor may read.

    Each belongs to the organisation for which the person acts on that action, or to the Region by default.
    """
    answers = list(
        RoundAnswer.objects.filter(person_id=person_id, round__state=RoundState.OPEN)
        .select_related("round__plan", "plan_action")
        .defer("round__frozen")
        .order_by("round_id", "plan_action__number_order")
    )
    milestones = list(
        Milestone.objects.filter(owner_id=person_id, done_on__isnull=True, dropped_on__isnull=True)
        .select_related("plan_action__plan")
        .order_by("plan_action__plan_id", "plan_action__number_order", "due_on", "pk")
    )
    plan_action_ids = {each.plan_action_id for each in answers} | {each.plan_action_id for each in milestones}
    bodies = _bodies(person_id, plan_action_ids)
    assignments = [
        Assignment(
            kind=ANSWER,
            identifier=str(each.pk),
            label=f"réponse au tour « {each.round.label} », action {each.plan_action.number}",
            organisation_id=bodies.get(each.plan_action_id, each.organisation_id),
            since=each.round.opened_on,
            plan_code=each.round.plan.code,
            number=each.plan_action.number,
        )
        for each in answers
        if may(actor, "round.read", SteeringScope(host_id=each.organisation_id))
    ]
    assignments += [
        Assignment(
            kind=MILESTONE,
            identifier=str(each.pk),
            label=f"jalon « {each.title} », action {each.plan_action.number}",
            organisation_id=bodies.get(each.plan_action_id, each.organisation_id),
            until=each.due_on,
            plan_code=each.plan_action.plan.code,
            number=each.plan_action.number,
        )
        for each in milestones
        if may(actor, "round.read", SteeringScope(host_id=each.organisation_id))
    ]
    return tuple(assignments)


def _bodies(person_id: int, plan_action_ids: Iterable[int]) -> dict[int, int]:
    acting = ActionPerson.objects.filter(person_id=person_id, plan_action_id__in=plan_action_ids)
    return dict(acting.order_by("valid_from", "pk").values_list("plan_action_id", "organisation_id"))
