"""Steps recorded about learners by bodies other than their referrer. For the machine only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F

from pacte.journeys.models import Step
from pacte.journeys.records import StepKind
from pacte.kernel.actor import Actor

# Barriers are not disclosed outside, and are not news to their author.
_OWN_NOTES = (StepKind.BARRIER_NOTED, StepKind.BARRIER_SOLVED)


@dataclass(frozen=True, slots=True)
class ReferentChanges:
    """``person_id``: the adviser named, None for learners whom nobody of the body follows by name."""

    host_id: int
    body_id: int
    person_id: int | None
    steps: int
    people: int


def changes_by_referent(*, actor: Actor, since: datetime, until: datetime) -> list[ReferentChanges]:
    """Steps recorded in [since, until[ by another body than the referrer, counted by present referent."""
    actor.require_system()
    changes = (
        Step.objects.filter(
            recorded_at__gte=since, recorded_at__lt=until, journey__learner__referents__valid_until__isnull=True,
            journey__learner__referents__body_id=F("journey__referrer_id"),
        )
        .exclude(kind__in=_OWN_NOTES)
        .exclude(body_id=F("journey__referrer_id"))
        .order_by()
        .values("organisation_id", "journey__referrer_id", "journey__learner__referents__person_id")
        .annotate(steps=Count("pk"), people=Count("journey__learner_id", distinct=True))
    )  # fmt: skip
    return [ReferentChanges(*row) for row in changes.values_list(
        "organisation_id", "journey__referrer_id", "journey__learner__referents__person_id", "steps", "people"
    )]  # fmt: skip
