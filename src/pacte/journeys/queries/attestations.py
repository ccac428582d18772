"""Attestations given to a learner, for that learner by their link, with the content known at that time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pacte.journeys.models import Journey
from pacte.journeys.models import Step as StepRow
from pacte.journeys.queries.journeys import as_step_records
from pacte.journeys.records import StepKind, StepRecord
from pacte.journeys.rules.session_steps import steps_of_session
from pacte.journeys.rules.state_machine import replay_status, steps_in_force
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, hide_unless
from pacte.offer.models import Session


@dataclass(frozen=True, slots=True)
class MyAttestation:
    """What was known of the training when the attestation was given. ``minutes``: the duration that it attests."""

    journey: Journey
    session: Session
    name: str
    given_on: date
    entered_on: date | None
    ended_on: date | None
    minutes: int
    steps: tuple[StepRecord, ...]

    @property
    def is_synthetic(self) -> bool:
        return self.journey.learner.is_synthetic


def my_attestation(*, actor: Actor, key: UUID) -> MyAttestation:
    """The last one given for one of the learner's own journeys. Raises ``NotFound`` when there is none."""
    journey = (
        Journey.objects.select_related(
            "learner__contact", "session__training_action__training__provider", "session__site"
        )
        .filter(key=key, learner_id=actor.learner_id or 0)
        .first()
    )
    if journey is None or journey.session is None:
        raise NotFound
    steps = as_step_records(StepRow.objects.filter(journey=journey).order_by("recorded_at", "pk"))
    attestation_steps = [step for step in steps_in_force(steps) if step.kind is StepKind.ATTESTATION_GIVEN]
    hide_unless(attestation_steps)
    last = attestation_steps[-1]
    status = replay_status(steps, known_at=last.recorded_at)
    contact = getattr(journey.learner, "contact", None)
    return MyAttestation(
        journey=journey,
        session=journey.session,
        name=f"{contact.last_name} {contact.first_name}" if contact else "",
        given_on=last.happened_on,
        entered_on=status.entered_on,
        ended_on=status.ended_on,
        minutes=int(str(last.detail.get("minutes", 0))),
        steps=steps_of_session(steps_in_force(steps, known_at=last.recorded_at), journey.session.pk),
    )
