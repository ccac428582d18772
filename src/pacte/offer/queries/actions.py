"""Which action of a plan pays for a session, and which sessions an action pays for. For acts that cross rooms."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.offer.models import OrderLine


def paying_actions(*, actor: Actor, session_id: int) -> tuple[int, ...]:
    """The actions (their keys) that the orders of a session name; what the actor's sight leaves of them."""
    del actor  # Row-level security says which orders are seen.
    found = OrderLine.objects.filter(session_id=session_id, order__plan_action__isnull=False)
    return tuple(found.order_by().values_list("order__plan_action_id", flat=True).distinct())


def sessions_paid_by(*, actor: Actor, plan_action_id: int) -> tuple[int, ...]:
    """The sessions (their keys) of the orders that name the action."""
    del actor
    found = OrderLine.objects.filter(order__plan_action_id=plan_action_id)
    return tuple(found.order_by().values_list("session_id", flat=True).distinct())
