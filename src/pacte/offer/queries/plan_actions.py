"""Plan actions that pay for a session, and sessions paid by a plan action. Used by workflows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.actor import Actor
from pacte.offer.models import OrderItem, Session
from pacte.offer.queries.access import session_queryset
from pacte.offer.queries.ledger import public_places
from pacte.offer.records import PublicPlaces


@dataclass(frozen=True, slots=True)
class BoughtSession:
    """A session bought for a plan action, with its public counts of places."""

    session: Session
    places: PublicPlaces


def plan_actions_of_session(*, actor: Actor, session_id: int) -> tuple[int, ...]:
    """Ids of the plan actions of the orders of a session, limited to what the actor may see."""
    del actor  # Row-level security filters the orders.
    order_items = OrderItem.objects.filter(session_id=session_id, order__plan_action__isnull=False)
    return tuple(order_items.order_by().values_list("order__plan_action_id", flat=True).distinct())


def sessions_of_plan_action(*, actor: Actor, plan_action_id: int) -> tuple[int, ...]:
    """Ids of the sessions of the orders attached to the plan action."""
    del actor
    order_items = OrderItem.objects.filter(order__plan_action_id=plan_action_id)
    return tuple(order_items.order_by().values_list("session_id", flat=True).distinct())


def sessions_bought_for_action(*, actor: Actor, plan_action_id: int, first: date, last: date) -> list[BoughtSession]:
    """Sessions of the orders attached to the plan action that start between two days, the latest first.

    Three queries. Limited to the orders that the actor may see.
    """
    bought = sessions_of_plan_action(actor=actor, plan_action_id=plan_action_id)
    sessions = list(
        session_queryset(actor=actor)
        .filter(pk__in=bought, starts_on__gte=first, starts_on__lte=last)
        .order_by("-starts_on", "pk")
    )
    places = public_places(actor=actor, sessions=sessions)
    return [BoughtSession(each, places[each.pk]) for each in sessions]
