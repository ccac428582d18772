"""Refreshes search and quality after the catalogue or its descriptions change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet

from pacte.audit.planner_statistics import analyze_tables
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.offer.models import Training
from pacte.offer.permissions import OfferScope, may
from pacte.offer.records.staging import CatalogueFile
from pacte.offer.services.accounts import attach_accounts_by_siret
from pacte.offer.services.bulk import catalogue_event
from pacte.offer.services.quality import refresh_quality
from pacte.offer.services.search import refresh_search

FULL_REFRESH_THRESHOLD = 5_000
"""From this number of trainings, a full rebuild costs less than a partial one."""


def publish_trainings(*, actor: Actor, host_id: int, training_ids: Collection[int]) -> None:
    """Refresh search and quality of these trainings. Call it right after the change, in its transaction."""
    if training_ids:
        refresh_search(actor=actor, host_id=host_id, training_ids=training_ids)
        refresh_quality(actor=actor, host_id=host_id, on=today(), training_ids=training_ids)


def publish_file(*, actor: Actor, file: CatalogueFile, stopped_ids: Collection[int] = ()) -> int:
    """Publish the trainings that a file brought, and those closed today. Returns their number.

    ``stopped_ids``: earlier files that stopped half way: their rows are published too, since those files may never be
    sent again. Idempotent. Raises ``PermissionDenied``.
    """
    with catalogue_event(actor, "offer.publish_file", file) as entry:
        ids = {file.file_id, *stopped_ids}
        trainings = Training.objects.filter(host_id=file.host_id, file_id__in=ids)
        count = _publish(actor, file.host_id, trainings, closed_from=today())
        entry.detail = {"trainings": count}
    return count


def publish_corrected(*, actor: Actor, file: CatalogueFile, since: datetime) -> int:
    """Publish the trainings of this file corrected since then. Returns their number."""
    trainings = Training.objects.filter(host_id=file.host_id, file_id=file.file_id, changed_at__gte=since)
    return _publish(actor, file.host_id, trainings, closed_from=since.date())


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


def _primary_keys(rows: QuerySet[Training]) -> set[int]:
    return set(rows.values_list("pk", flat=True))
