"""One journey and its steps, for readers who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from pacte.journeys.models import Journey
from pacte.journeys.models import Step as StepRow
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.records import StepKind, StepRecord, StepSource
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound


def journey_scope(journey: Journey) -> JourneyScope:
    return JourneyScope(journey.organisation_id, journey.referrer_id, journey.provider_body_id)


def journey_by_key(*, actor: Actor, key: UUID | str, locked: bool = False) -> Journey:
    """The journey with its session and learner. ``locked``: until the end of the transaction.

    Raises ``NotFound``, also for the journey of an erased learner: it is counted, but nobody reads it.
    """
    journeys = Journey.objects.select_related("session__training_action__training", "learner")
    if locked:
        journeys = journeys.select_for_update(of=("self",))
    journey = journeys.filter(key=key).first()
    if journey is None or journey.learner.purged_at or not may(actor, "journeys.read", journey_scope(journey)):
        raise NotFound
    return journey


def steps_of(journey: Journey) -> list[StepRow]:
    """Rows of the steps of a journey obtained through a checked query, in recording order."""
    return list(journey.steps.order_by("recorded_at", "pk"))


def as_step_records(rows: Iterable[StepRow]) -> list[StepRecord]:
    return [
        StepRecord(
            identifier=row.pk,
            kind=StepKind(row.kind),
            happened_on=row.happened_on,
            recorded_at=row.recorded_at,
            session_id=row.session_id,
            by_person=row.source != StepSource.MACHINE,
            corrects=row.corrects_id,
            is_withdrawn=row.is_withdrawn,
            detail=row.detail,
        )
        for row in rows
    ]
