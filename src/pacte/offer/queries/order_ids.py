"""The rows of orders by number, for what is counted of several orders together."""

from __future__ import annotations

from collections.abc import Collection

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.offer.models import Order


def order_ids_by_number(*, actor: Actor, host_id: int, numbers: Collection[str]) -> dict[str, int]:
    """By number, the id of each order that exists. One query. For sums that anybody may read: no order is shown."""
    if not numbers:
        return {}
    named = Order.objects.filter(organisation_id=host_id, number__in=set(numbers)).order_by("pk")
    if actor.is_system:
        return dict(named.values_list("number", "pk"))
    with system_elevation():
        return dict(named.values_list("number", "pk"))
