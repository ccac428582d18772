"""Record the situation that a person declares through their link after training: a step with source PERSON."""

from __future__ import annotations

from uuid import UUID

from pacte.journeys.queries.learner_portal import journey_of_link, situation_step_at
from pacte.journeys.records import HORIZONS, SituationInput, StepKind, StepSource
from pacte.journeys.rules.situations import situation_detail
from pacte.journeys.services import OpenedLink, RecordedStep, StepInput, mark_answered
from pacte.kernel.actor import system_actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.notifications.services.system_access import as_system
from pacte.workflows.record_journey_step import record_journey_step


def record_situation_answer(*, link: OpenedLink, key: UUID, situation: SituationInput) -> RecordedStep:
    """A second answer for the same horizon corrects the first.

    Raises ``NotFound`` or ``ValidationError`` (``months``).
    """
    if situation.months not in HORIZONS:
        raise ValidationError("months", "Cette échéance n’existe pas.", hint="Choisissez 3, 6 ou 12 mois.")
    journey = journey_of_link(actor=link.actor, key=key)
    with as_system(link.actor):
        corrected_step_id = situation_step_at(actor=link.actor, journey=journey, months=situation.months)
        step = StepInput(
            StepKind.SITUATION,
            today(),
            detail=situation_detail(situation),
            source=StepSource.PERSON,
            corrects=corrected_step_id,
        )
        recorded = record_journey_step(actor=system_actor(link.actor.name), key=journey.key, step_input=step)
        mark_answered(actor=link.actor, journey=journey, months=situation.months)
    return recorded
