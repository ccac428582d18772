"""Received files and their quarantined trainings."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.models import Delivery, Quarantined
from pacte.offer.queries.reach import within_reach

_ACT = "offer.read_deliveries"


def deliveries(*, actor: Actor, limit: int = 50) -> list[Delivery]:
    """Files that the actor may read (a provider reads its own), latest first."""
    found = Delivery.objects.select_related("provider").filter(within_reach(actor=actor, act=_ACT))
    return list(found.order_by("-received_at", "-pk")[:limit])


def delivery_by_id(*, actor: Actor, delivery_id: int) -> Delivery:
    """Raises ``Unseen``."""
    mine = Delivery.objects.select_related("provider").filter(within_reach(actor=actor, act=_ACT))
    found = mine.filter(pk=delivery_id).first()
    if found is None:
        raise NotFound
    return found


def quarantined(*, actor: Actor, delivery: Delivery | None = None, limit: int = 200) -> list[Quarantined]:
    """Trainings waiting for a correction, of one file or of all readable files, in file order."""
    found = Quarantined.objects.select_related("delivery").filter(within_reach(actor=actor, act=_ACT))
    waiting = found.filter(replayed_at__isnull=True, dropped_at__isnull=True)
    if delivery is not None:
        waiting = waiting.filter(delivery=delivery)
    return list(waiting.order_by("delivery_id", "rank")[:limit])


def quarantined_by_id(*, actor: Actor, quarantined_id: int) -> Quarantined:
    """Raises ``Unseen``."""
    mine = Quarantined.objects.select_related("delivery").filter(within_reach(actor=actor, act=_ACT))
    found = mine.filter(pk=quarantined_id).first()
    if found is None:
        raise NotFound
    return found
