"""Invented people who came to their network after a day, with one journey alone: nobody knew them before."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from pacte.journeys.models import Journey, JourneyOrigin
from pacte.kernel.actor import Actor


def has_origins(*, actor: Actor) -> bool:
    """Raises ``NotFound`` for people."""
    actor.require_system()
    return JourneyOrigin.objects.exists()


def newcomers(*, actor: Actor, department: str, since: date, most: int) -> list[Journey]:
    """Their journeys, spread over those opened in the year from ``since``, in order. Raises ``NotFound`` for people."""
    actor.require_system()
    rows = (
        Journey.objects.filter(
            opened_on__gte=since, opened_on__lt=since.replace(year=since.year + 1), follows=None,
            learner__commune_code__startswith=department, learner__is_synthetic=True, learner__purged_at=None,
        )
        .annotate(own=Count("learner__journeys"))
        .filter(own=1)
        .order_by("opened_on", "pk")
    )  # fmt: skip
    journeys: list[Journey] = [*rows]
    return [journeys[rank * len(journeys) // most] for rank in range(most)] if len(journeys) > most else journeys
