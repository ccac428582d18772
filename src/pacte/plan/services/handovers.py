"""Hands over the actions that a person leads. The successor gets new records; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pacte.accounts.models import Person
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, deny_unless
from pacte.kernel.responsibility import Assignment
from pacte.plan.models import ActionPerson
from pacte.plan.permissions import PlanScope, may
from pacte.plan.records import VersionState


def hand_over_actions(
    *, actor: Actor, giver: Person, taker: Person, holdings: Sequence[Assignment], on: date, reason: str
) -> None:
    """Make ``taker`` lead these actions in place of ``giver`` from ``on``.

    Raises ``PermissionDenied`` or ``Conflict``.
    """
    for holding in holdings:
        _hand_over(actor, giver, taker, holding, on, reason)


def _hand_over(actor: Actor, giver: Person, taker: Person, holding: Assignment, on: date, reason: str) -> None:
    assignments = ActionPerson.objects.select_for_update(of=("self",)).select_related("plan_action__plan")
    assignment = assignments.filter(pk=int(holding.identifier), person=giver).exclude(valid_until__lt=on).first()
    if assignment is None:
        raise Conflict(
            "holding_moved", f"{holding.label} : quelqu’un l’a déjà confiée à un autre.", hint="Rechargez la page."
        )
    deny_unless(
        may(actor, "plan.import", PlanScope(host_id=assignment.host_id, state=VersionState.DRAFT)),
        "appoint",
        "Seul le pilote du pacte désigne qui porte une action.",
    )
    action = assignment.plan_action
    with audit_event(
        actor=actor,
        name="plan.hand_over",
        subject_kind="plan_action",
        subject_id=f"{action.plan.code}:{action.number}",
        subject_label=f"Action {action.number}",
        organisation_id=assignment.host_id,
        reason=reason,
    ) as entry:
        ActionPerson.objects.create(
            plan_action=action,
            organisation_id=assignment.organisation_id,
            person=taker,
            host_id=assignment.host_id,
            valid_from=max(on, assignment.valid_from),
            valid_until=assignment.valid_until,
        )
        if assignment.valid_from >= on:
            assignment.delete()
        else:
            assignment.valid_until = on - timedelta(days=1)
            assignment.save(update_fields=["valid_until"])
        entry.detail.update(giver=str(giver), person=str(taker), valid_from=on.isoformat())
