"""Orders that pay for a session, and the share of each, net of losses."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.offer.models import Order, OrderItem, PlaceEntry, Session
from pacte.offer.queries.access import can_on_session, visible_orders
from pacte.offer.queries.ledger import as_entry
from pacte.offer.records import PlacesBalance, PriceUnit
from pacte.offer.rules.ledger import places_balance


@dataclass(frozen=True, slots=True)
class OrderShare:
    """Share of one order in a session. ``hours`` are in the unit of the order: trainee hours or group hours."""

    order: Order
    places: PlacesBalance
    hours: int
    group_hours: int | None

    @property
    def unit(self) -> PriceUnit:
        return PriceUnit(self.order.price_unit)


def order_shares(*, actor: Actor, session: Session) -> list[OrderShare]:
    """Shares of the readable orders of the session, including closed ones, oldest first. Three queries.

    Raises ``NotFound``.
    """
    hide_unless(can_on_session(actor=actor, act="offer.read_orders", session=session))
    lines = OrderItem.objects.filter(session=session).order_by().values("order_id")
    group_hours = dict(lines.annotate(hours=Sum("group_hours")).values_list("order_id", "hours"))
    readable = Order.objects.filter(visible_orders(actor=actor))
    rows: dict[int, list[PlaceEntry]] = defaultdict(list)
    for row in PlaceEntry.objects.filter(session=session, order__isnull=False).order_by("pk"):
        rows[row.order_id or 0].append(row)
    shares = []
    for order in readable.filter(pk__in={*group_hours, *rows}).order_by("signed_on", "pk"):
        state = places_balance([as_entry(actor=actor, row=row) for row in rows[order.pk]])
        group = group_hours.get(order.pk)
        hours = (group or 0) if order.price_unit == PriceUnit.GROUP_HOUR else state.hours_live
        shares.append(OrderShare(order, state, hours, group))
    return shares
