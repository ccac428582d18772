"""Appoints the person who acts for a lead from a date. A successor takes over; nothing is overwritten."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.accounts.models import Person
from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import deny_unless, ensure_found
from pacte.plan.models import ActionPerson, Plan
from pacte.plan.permissions import PlanScope, may
from pacte.plan.records import VersionState


def appoint_action_lead(
    *, actor: Actor, plan: Plan, number: ActionCode, organisation_id: int, person: Person, on: date, reason: str = ""
) -> ActionPerson:
    """Appoint a person for an organisation on an action from ``on``. The previous appointment ends the day before."""
    deny_unless(
        may(actor, "plan.import", PlanScope(host_id=plan.organisation_id, state=VersionState.DRAFT)),
        "appoint",
        "Seul le pilote du pacte désigne qui porte une action.",
    )
    plan_action = ensure_found(plan.plan_actions.filter(number=number).first())
    with audit_event(
        actor=actor,
        name="plan.appoint",
        subject_kind="plan_action",
        subject_id=f"{plan.code}:{number}",
        subject_label=f"Action {number}",
        organisation_id=plan.organisation_id,
        reason=reason,
    ) as entry:
        current_assignments = ActionPerson.objects.filter(
            plan_action=plan_action, organisation_id=organisation_id, valid_until__isnull=True
        )
        current_assignments.filter(valid_from__gte=on).delete()
        current_assignments.update(valid_until=on - timedelta(days=1))
        assignment = ActionPerson.objects.create(
            plan_action=plan_action,
            organisation_id=organisation_id,
            person=person,
            host_id=plan.organisation_id,
            valid_from=on,
        )
        entry.detail.update(person=str(person), valid_from=on.isoformat())
    return assignment
