"""Permission to read the money of a plan."""

from __future__ import annotations

from pacte.finance.permissions import may
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.plan.models import Plan
from pacte.plan.queries import plan_by_code


def may_read_money(*, actor: Actor, plan: Plan) -> bool:
    """Return whether the actor may read the money of that plan.

    What the plan itself prints is public, and does not need this check.
    """
    return may(actor, "finance.read", plan.organisation_id)


def money_plan(*, actor: Actor, code: str) -> Plan:
    """Return the plan, if the actor may read its money. Raises ``NotFound``, also when it does not exist."""
    plan = plan_by_code(actor=actor, code=code)
    if not may_read_money(actor=actor, plan=plan):
        raise NotFound
    return plan
