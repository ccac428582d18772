"""Permission to read the money of a plan."""

from __future__ import annotations

from pacte.finance.permissions import may
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan


def may_read_money(*, actor: Actor, plan: Plan) -> bool:
    """Return whether the actor may read the money of that plan.

    What the plan itself prints is public, and does not need this check.
    """
    return may(actor, "finance.read", plan.organisation_id)
