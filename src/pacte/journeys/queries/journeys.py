"""One journey and its steps, for readers who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from pacte.journeys.models import Journey, Learner
from pacte.journeys.models import Step as StepRow
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.records import Source, Step, StepKind
from pacte.journeys.rules.machine import Standing, standing_of
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound


def scope_of(journey: Journey) -> JourneyScope:
    return JourneyScope(journey.organisation_id, journey.referrer_id, journey.provider_body_id)


def journey_by_key(*, actor: Actor, key: UUID | str, locked: bool = False) -> Journey:
    """The journey with its session and learner. ``locked``: until the end of the transaction.

    Raises ``Unseen``, also for the journey of an erased learner: it is counted, but nobody reads it.
    """
    found = Journey.objects.select_related("session__training_action__training", "learner")
    if locked:
        found = found.select_for_update(of=("self",))
    journey = found.filter(key=key).first()
    if journey is None or journey.learner.purged_at or not may(actor, "journeys.read", scope_of(journey)):
        raise NotFound
    return journey


def journeys_of(*, actor: Actor, learner: Learner) -> list[Journey]:
    """Journeys of one learner that the actor may read, latest first."""
    found = Journey.objects.select_related("session__training_action__training").filter(learner=learner)
    return [each for each in found.order_by("-opened_on", "-pk") if may(actor, "journeys.read", scope_of(each))]


def steps_of(journey: Journey) -> list[StepRow]:
    """Rows of the steps of a journey obtained through a checked query, in recording order."""
    return list(journey.steps.order_by("recorded_at", "pk"))


def standing(journey: Journey, *, on: date | None = None, known_at: datetime | None = None) -> Standing:
    """Status of the journey on a day, as known at an instant."""
    return standing_of(as_records(steps_of(journey)), on=on, known_at=known_at)


def as_records(rows: Iterable[StepRow]) -> list[Step]:
    return [
        Step(
            identifier=row.pk,
            kind=StepKind(row.kind),
            happened_on=row.happened_on,
            recorded_at=row.recorded_at,
            session_id=row.session_id,
            by_person=row.source != Source.MACHINE,
            corrects=row.corrects_id,
            is_withdrawn=row.is_withdrawn,
            detail=row.detail,
        )
        for row in rows
    ]
