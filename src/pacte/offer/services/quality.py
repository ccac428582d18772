"""Recomputes quality scores after the catalogue or descriptions change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pacte.kernel.actor import Actor
from pacte.offer.models import Training, TrainingQuality
from pacte.offer.permissions import OfferScope, may, organisations_with_offer_right
from pacte.offer.queries.quality import quality_facts
from pacte.offer.rules.quality import QualityFacts, criterion_results
from pacte.offer.services.permissions_check import refuse_unless

BATCH = 1_000
_ACT = "offer.import"


def refresh_quality(*, actor: Actor, host_id: int, on: date, training_ids: Collection[int] | None = None) -> int:
    """Recompute the scores of these trainings (None: whole catalogue). Providers refresh their own only.

    Return the number of scores. Seven queries per thousand. Raises ``PermissionDenied`` when the actor may import
    nothing.
    """
    wanted = Training.objects.filter(host_id=host_id, closed_on__isnull=True)
    if not may(actor, _ACT, OfferScope(host_id)):
        own = organisations_with_offer_right(actor, _ACT)
        refuse_unless(actor=actor, act=_ACT, scope=OfferScope(host_id, min(own, default=None)))
        wanted = wanted.filter(provider__body_id__in=own)
    if training_ids is not None:
        wanted = wanted.filter(pk__in=list(training_ids))
    count = 0
    ids = list(wanted.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        facts = quality_facts(actor=actor, training_ids=some, on=on)
        TrainingQuality.objects.bulk_create(
            [_quality_row(key, each, on) for key, each in facts.items()],
            update_conflicts=True,
            unique_fields=["training"],
            update_fields=["score", "missing", "computed_on"],
        )
        count += len(facts)
    return count


def _quality_row(training_id: int, facts: QualityFacts, on: date) -> TrainingQuality:
    results = criterion_results(facts, on=on)
    missing = [each.code for each in results if not each.is_met]
    return TrainingQuality(training_id=training_id, score=len(results) - len(missing), missing=missing, computed_on=on)
