"""Scopes of the permission checks on cases."""

from __future__ import annotations

from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import action_titles_by_number, stakeholders_by_action
from pacte.plan.records.stakeholders import ActionStakeholders
from pacte.procedures.models import File
from pacte.procedures.permissions import FileScope, may


def scope_in(ties: dict[ActionCode, ActionStakeholders], file: File) -> FileScope:
    """Returns the scope of a case. An action that the plan no longer has has no stakeholders."""
    number = file.plan_action.number
    return FileScope(ties.get(number) or ActionStakeholders(file.organisation_id, number), file.owner_id)


def scope_of_file(*, actor: Actor, file: File, on: date) -> FileScope:
    return scope_in(stakeholders_by_action(actor=actor, plan=file.plan, on=on), file)


def action_choices(*, actor: Actor, plan: Plan, on: date) -> list[tuple[str, str]]:
    """Returns the number and name of the actions for which the actor may open a case."""
    ties = stakeholders_by_action(actor=actor, plan=plan, on=on)
    names = action_titles_by_number(actor=actor, plan=plan, on=on)
    return [
        (str(number), f"{number} {names.get(number, '')}".strip())
        for number, each in ties.items()
        if may(actor, "procedures.open", FileScope(each))
    ]
