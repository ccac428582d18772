"""Scopes of the permission checks on cases."""

from __future__ import annotations

from datetime import date

from pacte.kernel.action_codes import NO_CODE, ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import action_titles_by_number, stakeholders_by_action
from pacte.plan.records.stakeholders import ActionStakeholders
from pacte.procedures.models import Case
from pacte.procedures.permissions import CaseScope, may, may_on_any_case


def case_scope(stakeholders: dict[ActionCode, ActionStakeholders], case: Case) -> CaseScope:
    """Returns the scope of a case. An action that the plan no longer has has no stakeholders."""
    number = case.plan_action.number
    known = stakeholders.get(number) or ActionStakeholders(case.organisation_id, number)
    return CaseScope(known, case.owner_id, case.is_sensitive)


def scope_of_case(*, actor: Actor, case: Case, on: date) -> CaseScope:
    numbers = {ActionCode(case.plan_action.number)}
    return case_scope(stakeholders_by_action(actor=actor, plan=case.plan, on=on, numbers=numbers), case)


def may_open_some_case(*, actor: Actor, plan: Plan, on: date) -> bool:
    """Returns True when the actor may open a case for an action. Without a query for who may for all or for none."""
    if not may_on_any_case(actor, "procedures.open", plan.organisation_id):
        return False
    if may(actor, "procedures.open", CaseScope(ActionStakeholders(plan.organisation_id, NO_CODE))):
        return True
    stakeholders = stakeholders_by_action(actor=actor, plan=plan, on=on)
    return any(may(actor, "procedures.open", CaseScope(each)) for each in stakeholders.values())


def case_action_choices(*, actor: Actor, plan: Plan, on: date) -> list[tuple[str, str]]:
    """Returns the number and name of the actions for which the actor may open a case."""
    stakeholders = stakeholders_by_action(actor=actor, plan=plan, on=on)
    names = action_titles_by_number(actor=actor, plan=plan, on=on)
    return [
        (str(number), f"{number} {names.get(number, '')}".strip())
        for number, each in stakeholders.items()
        if may(actor, "procedures.open", CaseScope(each))
    ]
