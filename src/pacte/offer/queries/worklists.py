"""Work lists: trainings of a provider with their quality, and sessions that wait for a decision of the buyer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.models import Provider, Training
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries.access import can_for_provider, session_queryset
from pacte.offer.queries.details import SessionSummary, session_summaries
from pacte.offer.records import SessionState

DECIDE_DAYS = 60
_MAX_SESSIONS = 200


@dataclass(frozen=True, slots=True)
class TrainingQualityRow:
    """A training and its quality. ``score``: None if not computed yet; ``missing``: codes of the unmet criteria."""

    training: Training
    score: int | None
    missing: tuple[str, ...]


def training_quality_rows(*, actor: Actor, provider: Provider, host_id: int) -> list[TrainingQualityRow]:
    """Trainings of the provider in the catalogue of the Region, lowest score first. One query. Raises ``NotFound``."""
    if not can_for_provider(actor=actor, act="offer.read_quality", provider=provider, host_id=host_id):
        raise NotFound
    trainings = Training.objects.filter(provider=provider, host_id=host_id, closed_on__isnull=True)
    rows = [
        TrainingQualityRow(each, quality.score if quality else None, tuple(quality.missing) if quality else ())
        for each in trainings.select_related("quality")
        for quality in (getattr(each, "quality", None),)
    ]
    return sorted(rows, key=lambda row: (row.score is None, row.score or 0, row.training.title, row.training.pk))


def sessions_to_decide(*, actor: Actor, host_id: int, on: date) -> list[SessionSummary]:
    """Bought sessions, not confirmed, that start within ``DECIDE_DAYS`` or should have started; soonest first.

    Two queries. Raises ``NotFound``.
    """
    if not may(actor, "offer.read_orders", OfferScope(host_id)):
        raise NotFound
    undecided = Q(state__in=(SessionState.PLANNED, SessionState.POSTPONED), starts_on__lte=on + timedelta(DECIDE_DAYS))
    sessions = session_queryset(actor=actor).filter(
        undecided, training_action__training__host_id=host_id, places__counted__gt=0, closed_on__isnull=True
    )
    return session_summaries(actor=actor, sessions=list(sessions.order_by("starts_on", "pk")[:_MAX_SESSIONS]))
