"""Received files and their quarantined trainings."""

from __future__ import annotations

from collections.abc import Collection

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.models import CatalogueDelivery, QuarantinedTraining
from pacte.offer.queries.access import visible_rows

_ACT = "offer.read_deliveries"


def catalogue_deliveries(*, actor: Actor, limit: int = 50) -> list[CatalogueDelivery]:
    """Files that the actor may read (a provider reads its own), latest first."""
    rows = CatalogueDelivery.objects.select_related("provider").filter(visible_rows(actor=actor, act=_ACT))
    return list(rows.order_by("-received_at", "-pk")[:limit])


def catalogue_delivery_by_id(*, actor: Actor, delivery_id: int) -> CatalogueDelivery:
    """Raises ``NotFound``."""
    visible = CatalogueDelivery.objects.select_related("provider").filter(visible_rows(actor=actor, act=_ACT))
    delivery = visible.filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound
    return delivery


def quarantined_trainings(
    *, actor: Actor, delivery: CatalogueDelivery | None = None, limit: int = 200
) -> list[QuarantinedTraining]:
    """Trainings waiting for a correction, of one file or of all readable files, in file order."""
    rows = QuarantinedTraining.objects.select_related("delivery").filter(visible_rows(actor=actor, act=_ACT))
    waiting = rows.filter(replayed_at__isnull=True, dropped_at__isnull=True)
    if delivery is not None:
        waiting = waiting.filter(delivery=delivery)
    return list(waiting.order_by("delivery_id", "rank")[:limit])


def quarantined_training_by_id(*, actor: Actor, quarantined_id: int) -> QuarantinedTraining:
    """Raises ``NotFound``."""
    visible = QuarantinedTraining.objects.select_related("delivery").filter(visible_rows(actor=actor, act=_ACT))
    training = visible.filter(pk=quarantined_id).first()
    if training is None:
        raise NotFound
    return training


def waiting_defects(
    *, actor: Actor, delivery: CatalogueDelivery, limit: int = 5_000
) -> list[tuple[int, list[dict[str, object]]]]:
    """Ids and defects of the trainings of a file that wait for a correction, in file order."""
    rows = QuarantinedTraining.objects.filter(visible_rows(actor=actor, act=_ACT), delivery=delivery)
    waiting = rows.filter(replayed_at__isnull=True, dropped_at__isnull=True)
    return list(waiting.order_by("rank").values_list("pk", "defects")[:limit])


def quarantined_texts(*, actor: Actor, quarantined_ids: Collection[int]) -> dict[int, str]:
    """Texts of those of the trainings that the actor may read, by id."""
    rows = QuarantinedTraining.objects.filter(visible_rows(actor=actor, act=_ACT), pk__in=quarantined_ids)
    return dict(rows.order_by("rank").values_list("pk", "text"))
