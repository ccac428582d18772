"""Lots that the Region intends to buy. Restricted to readers of the purchases of the Region."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from pacte.infra.lazy_rows import LazyRows
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.models import Lot
from pacte.offer.permissions import OfferScope, may
from pacte.offer.records import LotState

_OPEN = Q(state__in=(LotState.DRAFT, LotState.PUBLISHED))


@dataclass(frozen=True, slots=True)
class LotsTotal:
    """Numbers of lots, of those not awarded nor dropped yet, and of the places of these."""

    lots: int
    open_lots: int
    open_places: int


def lots(*, actor: Actor, host_id: int, year: int | None = None) -> LazyRows[Lot, Lot]:
    """Lots of the Region, of one year or all, latest year first, then by code. Raises ``NotFound``."""
    refuse_purchases(actor, host_id)
    rows = Lot.objects.filter(organisation_id=host_id).select_related("plan", "plan_action")
    return LazyRows((rows if year is None else rows.filter(year=year)).order_by("-year", "code"), lambda part: part)


def lots_total(*, actor: Actor, host_id: int) -> LotsTotal:
    """All the lots of the Region. One query. Raises ``NotFound``."""
    refuse_purchases(actor, host_id)
    sums = Lot.objects.filter(organisation_id=host_id).aggregate(
        lots=Count("pk"), open_lots=Count("pk", filter=_OPEN), open_places=Sum("places", filter=_OPEN)
    )
    return LotsTotal(**{name: value or 0 for name, value in sums.items()})


def lot_by_code(*, actor: Actor, host_id: int, code: str) -> Lot:
    """Raises ``NotFound``."""
    refuse_purchases(actor, host_id)
    lot = Lot.objects.filter(organisation_id=host_id, code=code).select_related("plan", "plan_action").first()
    if lot is None:
        raise NotFound
    return lot


def refuse_purchases(actor: Actor, host_id: int) -> None:
    """Raises ``NotFound`` unless the actor reads the purchases of the Region."""
    if not may(actor, "offer.read_purchases", OfferScope(host_id)):
        raise NotFound
