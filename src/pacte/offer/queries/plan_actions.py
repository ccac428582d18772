"""Plan actions that pay for a session, and sessions paid by a plan action."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.offer.models import OrderItem


def plan_actions_of_session(*, actor: Actor, session_id: int) -> tuple[int, ...]:
    """Ids of the plan actions of the orders of a session, limited to what the actor may see."""
    del actor  # Row-level security filters the orders.
    order_items = OrderItem.objects.filter(session_id=session_id, plan_action__isnull=False)
    return tuple(order_items.order_by().values_list("plan_action_id", flat=True).distinct())


def sessions_of_plan_action(*, actor: Actor, plan_action_id: int) -> tuple[int, ...]:
    """Ids of the sessions of the orders attached to the plan action."""
    order_items = OrderItem.objects.filter(plan_action_id=plan_action_id)
    return tuple(order_items.order_by().values_list("session_id", flat=True).distinct())
