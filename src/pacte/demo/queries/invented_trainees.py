"""Invented people in training with a provider that has an account, for what is held with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, F, OuterRef

from pacte.journeys.models import Journey, Referent
from pacte.journeys.rules.state_machine import IN_TRAINING
from pacte.kernel.actor import Actor


def invented_trainees(*, actor: Actor, since: date, until: date) -> Sequence[Journey]:
    """Entered between these days, still there and followed by the body that oriented them. Raises ``NotFound``."""
    actor.require_system()
    followed = Referent.objects.filter(
        learner_id=OuterRef("learner_id"), body_id=OuterRef("referrer_id"), valid_until=None
    )
    journeys = Journey.objects.filter(
        Exists(followed), is_synthetic=True, state__in=IN_TRAINING, entered_on__range=(since, until),
        provider_body__isnull=False, learner__purged_at=None,
    ).exclude(provider_body=F("referrer"))  # fmt: skip
    return list(journeys.select_related("referrer", "provider_body").order_by("pk"))
