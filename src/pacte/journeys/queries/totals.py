"""Totals of journeys, all years together, for bulk loads."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.journeys.models import Journey, Learner, Step
from pacte.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class JourneyCounts:
    people: int
    entries: int
    steps: int


def journey_total(*, actor: Actor) -> int:
    """Number of journeys. For the machine only. Raises ``NotFound``."""
    actor.require_system()
    return Journey.objects.count()


def journey_counts(*, actor: Actor) -> JourneyCounts:
    """For the machine only. Raises ``NotFound``."""
    actor.require_system()
    entered = Journey.objects.filter(entered_on__isnull=False)
    return JourneyCounts(Learner.objects.count(), entered.count(), Step.objects.count())
