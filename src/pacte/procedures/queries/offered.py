"""Which procedures the plan asks of its actions: those that count or serve one of its figures."""

from __future__ import annotations

from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.queries.figure_codes import indicator_codes_by_action
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.catalogue import open_procedures, procedures_of_counts


def procedures_of_action(*, actor: Actor, plan: Plan, number: ActionCode, on: date) -> tuple[Procedure, ...]:
    """Returns the procedures that may be opened for an action, those of its own figures first. Public."""
    codes = indicator_codes_by_action(actor=actor, plan=plan, on=on).get(number, frozenset())
    return tuple(sorted(procedures_of_counts(codes, on), key=lambda each: each.is_for_any_action))


def actions_of_procedures(*, actor: Actor, plan: Plan, on: date) -> dict[str, tuple[ActionCode, ...]]:
    """Returns, by procedure, the actions of which it counts or serves a figure, unless it is for any action. Public."""
    codes = indicator_codes_by_action(actor=actor, plan=plan, on=on)
    return {
        each.code: tuple(number for number, named in codes.items() if named & each.figure_codes)
        for each in open_procedures(on)
        if not each.is_for_any_action
    }
