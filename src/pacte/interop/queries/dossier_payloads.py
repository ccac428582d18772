"""Journey data for outbound messages, read by the system actor at sending time."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from pacte.interop.records import DossierPayload, StepPayload
from pacte.journeys.models import Journey
from pacte.journeys.queries.journeys import as_step_records
from pacte.journeys.rules.state_machine import steps_in_force
from pacte.kernel.actor import Actor


def dossier_payloads_by_journey(*, actor: Actor, journey_keys: Iterable[UUID]) -> dict[UUID, DossierPayload]:
    """Payloads by journey key; erased journeys are absent. System actor only: raises ``NotFound``."""
    actor.require_system()
    journeys = (
        Journey.objects.filter(key__in=set(journey_keys))
        .select_related("learner__contact", "session__training_action__training__provider")
        .prefetch_related("steps")
    )
    return {journey.key: _dossier_payload(journey) for journey in journeys}


def step_payload_by_id(*, actor: Actor, dossier: DossierPayload, step_id: int | None) -> StepPayload | None:
    """The step that a message is about, even if corrected since. None when it was deleted with its journey."""
    return next((step for step in dossier.steps if step.identifier == step_id), None)


def _dossier_payload(journey: Journey) -> DossierPayload:
    learner, session = journey.learner, journey.session
    contact = getattr(learner, "contact", None)
    action = session.training_action if session else None
    training = action.training if action else None
    rows = list(journey.steps.all())
    in_force_ids = {step.identifier for step in steps_in_force(as_step_records(rows))}
    return DossierPayload(
        journey_key=journey.key,
        first_name=contact.first_name if contact else "",
        last_name=contact.last_name if contact else "",
        sex=learner.sex,
        diploma=learner.diploma,
        partner_number=contact.partner_number if contact else "",
        provider_siret=training.provider.siret if training else "",
        provider_activity_number=training.provider.activity_number if training else "",
        training_number=training.number if training else "",
        action_number=action.number if action else "",
        session_number=session.number if session else "",
        title=training.title if training else "",
        general_objective=training.general_objective if training else None,
        certifications=tuple(training.certifications) if training else (),
        formacodes=tuple(training.formacodes) if training else (),
        hours_centre=action.hours_centre if action else None,
        hours_company=action.hours_company if action else None,
        hours_total=action.hours_total if action else None,
        modality=action.modality if action else None,
        funders=tuple(action.funders) if action else (),
        planned_start=session.starts_on if session else None,
        planned_end=session.ends_on if session else None,
        entered_on=journey.entered_on,
        ended_on=journey.ended_on,
        end_kind=journey.end_kind,
        end_reason=journey.end_reason,
        minutes_realised=journey.minutes_realised,
        steps=tuple(
            StepPayload(
                row.kind, row.happened_on, row.detail, row.pk, row.pk in in_force_ids, row.corrects_id, row.is_withdrawn
            )
            for row in sorted(rows, key=lambda row: (row.happened_on, row.recorded_at, row.pk))
        ),
    )
