"""Recomputes quality scores after the catalogue or descriptions change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pacte.kernel.actor import Actor
from pacte.offer.models import Training, TrainingQuality
from pacte.offer.permissions import OfferScope, may, own_where
from pacte.offer.queries.quality import sheet_facts
from pacte.offer.rules.quality import SheetFacts, marks
from pacte.offer.services.right import refuse_unless

BATCH = 1_000
_ACT = "offer.import"


def refresh_quality(*, actor: Actor, host_id: int, on: date, training_ids: Collection[int] | None = None) -> int:
    """Recompute the scores of these trainings (None: whole catalogue). Providers refresh their own only.

    Return the number of scores. Seven queries per thousand. Raises ``Refused`` when the actor may import nothing.
    """
    wanted = Training.objects.filter(host_id=host_id, closed_on__isnull=True)
    if not may(actor, _ACT, OfferScope(host_id)):
        own = own_where(actor, _ACT)
        refuse_unless(actor=actor, act=_ACT, scope=OfferScope(host_id, min(own, default=None)))
        wanted = wanted.filter(provider__body_id__in=own)
    if training_ids is not None:
        wanted = wanted.filter(pk__in=list(training_ids))
    done = 0
    ids = list(wanted.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        facts = sheet_facts(actor=actor, training_ids=some, on=on)
        TrainingQuality.objects.bulk_create(
            [_row(key, each, on) for key, each in facts.items()],
            update_conflicts=True,
            unique_fields=["training"],
            update_fields=["score", "missing", "computed_on"],
        )
        done += len(facts)
    return done


def _row(training_id: int, facts: SheetFacts, on: date) -> TrainingQuality:
    found = marks(facts, on=on)
    missing = [each.code for each in found if not each.is_met]
    return TrainingQuality(training_id=training_id, score=len(found) - len(missing), missing=missing, computed_on=on)
