"""Hands over what a person holds in the rounds of a plan: the answers still asked, the milestones still open."""

from __future__ import annotations

from collections.abc import Collection

from pacte.accounts.models import Person
from pacte.journal.services import act
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Refused
from pacte.plan.models import Plan
from pacte.steering.models import Answer, Milestone
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.records import RoundState


def hand_over_rounds(
    *,
    actor: Actor,
    plan: Plan,
    from_person_id: int,
    to: Person | None,
    reason: str,
    numbers: Collection[int] | None = None,
) -> int:
    """Gives to ``to`` (None: nobody yet, shown as vacant) what the other held. Gives how many things moved.

    ``numbers`` keeps to some actions. What is done, dropped or frozen stays signed by who did it.
    """
    if not may(actor, "round.review", SteeringScope(host_id=plan.organisation_id)):
        raise Refused("hand_over", "Seul le pilote du pacte transmet ce que porte une personne.")
    answers = Answer.objects.filter(round__plan=plan, round__state=RoundState.OPEN, person_id=from_person_id)
    milestones = Milestone.objects.filter(
        plan_action__plan=plan, owner_id=from_person_id, done_on__isnull=True, dropped_on__isnull=True
    )
    if numbers is not None:
        answers = answers.filter(plan_action__number__in=numbers)
        milestones = milestones.filter(plan_action__number__in=numbers)
    with act(
        actor=actor, name="round.hand_over", subject_kind="plan", subject_id=plan.pk, subject_label=plan.title,
        organisation_id=plan.organisation_id, reason=reason,
    ) as entry:  # fmt: skip
        moved = answers.update(person=to) + milestones.update(owner=to)
        entry.detail.update(moved=moved, to=str(to) if to else "")
    return moved
