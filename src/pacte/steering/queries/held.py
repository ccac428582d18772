"""What a person holds in rounds: for the one act that hands everything over."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.actor import Actor
from pacte.steering.models import Answer, Milestone
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.records import RoundState


@dataclass(frozen=True, slots=True)
class HeldInRounds:
    """``answers``: (label of the open round, number of the action); ``milestones``: (number, title), open ones."""

    answers: tuple[tuple[str, int], ...]
    milestones: tuple[tuple[int, str], ...]

    @property
    def count(self) -> int:
        return len(self.answers) + len(self.milestones)


def held_by(*, actor: Actor, person_id: int) -> HeldInRounds:
    """Open answers asked of the person, and milestones that they own and that are not over, within reach."""
    answers = Answer.objects.filter(person_id=person_id, round__state=RoundState.OPEN)
    milestones = Milestone.objects.filter(owner_id=person_id, done_on__isnull=True, dropped_on__isnull=True)
    hosts = {*answers.values_list("organisation_id", flat=True), *milestones.values_list("organisation_id", flat=True)}
    seen = {host for host in hosts if may(actor, "round.read", SteeringScope(host_id=host))}
    return HeldInRounds(
        answers=tuple(
            (each.round.label, each.plan_action.number)
            for each in answers.filter(organisation_id__in=seen)
            .select_related("round", "plan_action")
            .order_by("round_id", "plan_action__number")
        ),
        milestones=tuple(
            (each.plan_action.number, each.title)
            for each in milestones.filter(organisation_id__in=seen)
            .select_related("plan_action")
            .order_by("plan_action__number", "due_on")
        ),
    )
