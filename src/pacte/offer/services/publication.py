"""Refreshes search and quality after the catalogue or its descriptions change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet

from pacte.audit.planner_statistics import analyze_tables
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date, today
from pacte.offer.models import CatalogueDelivery, Training
from pacte.offer.permissions import OfferScope, may
from pacte.offer.records import CatalogueDeliveryState
from pacte.offer.services.accounts import attach_accounts_by_siret
from pacte.offer.services.deliveries import lock_delivery
from pacte.offer.services.quality import refresh_quality
from pacte.offer.services.search import refresh_search

FULL_REFRESH_THRESHOLD = 5_000
"""From this number of trainings, a full rebuild costs less than a partial one."""


def publish_trainings(*, actor: Actor, host_id: int, training_ids: Collection[int]) -> None:
    """Refresh search and quality of these trainings. Call it right after the change, in its transaction."""
    if training_ids:
        refresh_search(actor=actor, host_id=host_id, training_ids=training_ids)
        refresh_quality(actor=actor, host_id=host_id, on=today(), training_ids=training_ids)


def publish_delivery(*, actor: Actor, delivery_id: int) -> int:
    """Publish the trainings imported and closed by a file, which becomes ``DONE``. Return the number of trainings.

    Runs in one transaction and is idempotent: after an interruption the file stays ``ENTERED`` and the same call
    completes it. Rows left by earlier interrupted files are published too, since those files may never be sent again.
    Raises ``PermissionDenied``.
    """
    with audit_event(actor=actor, name="offer.publish_file", subject_kind="delivery", subject_id=delivery_id) as entry:
        delivery = lock_delivery(actor=actor, delivery_id=delivery_id)
        entry.subject_label, entry.organisation_id = delivery.file_name, delivery.organisation_id
        host_id = delivery.organisation_id
        stopped = CatalogueDelivery.objects.filter(organisation_id=host_id).exclude(state=CatalogueDeliveryState.DONE)
        trainings = Training.objects.filter(host_id=host_id, delivery_id__in={delivery.pk, *_primary_keys(stopped)})
        count = _publish(actor, host_id, trainings, closed_from=paris_date(delivery.received_at))
        stopped.filter(state=CatalogueDeliveryState.ENTERED).update(state=CatalogueDeliveryState.DONE)
        entry.detail = {"trainings": count}
    return count


def publish_replayed(*, actor: Actor, delivery: CatalogueDelivery, since: datetime) -> int:
    """Publish the trainings of this file replayed from quarantine since then. Return their number."""
    trainings = Training.objects.filter(
        host_id=delivery.organisation_id, delivery_id=delivery.pk, changed_at__gte=since
    )
    return _publish(actor, delivery.organisation_id, trainings, closed_from=since.date())


def _publish(actor: Actor, host_id: int, trainings: QuerySet[Training], *, closed_from: date) -> int:
    """Link providers to their accounts, then refresh search and quality."""
    changed = _primary_keys(trainings)
    ids = changed | _primary_keys(Training.objects.filter(host_id=host_id, closed_on__gte=closed_from))
    if may(actor, "offer.attach_account", OfferScope(host_id)):
        attach_accounts_by_siret(actor=actor, host_id=host_id)
    if len(ids) > FULL_REFRESH_THRESHOLD:
        analyze_tables("offer_")
        refresh_search(actor=actor, host_id=host_id)
        refresh_quality(actor=actor, host_id=host_id, on=today(), training_ids=changed)
    else:
        publish_trainings(actor=actor, host_id=host_id, training_ids=ids)
    return len(ids)


def _primary_keys(rows: QuerySet[Training] | QuerySet[CatalogueDelivery]) -> set[int]:
    return set(rows.values_list("pk", flat=True))
