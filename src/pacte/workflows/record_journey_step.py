"""Record a step with its side effects.

Obligations and messages (``journeys``), referrer notification, protocol lock.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from pacte.journeys.queries.journeys import journey_by_key
from pacte.journeys.queries.obligations import referrers_to_notify
from pacte.journeys.records import STEP_LABELS, EndKind, StepKind
from pacte.journeys.rules.consequences import Consequence, side_effects_of
from pacte.journeys.rules.module_content import is_outside_module
from pacte.journeys.rules.step_messages import learner_page_path, referrer_notice_text
from pacte.journeys.services import RecordedStep, StepInput, record_step
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.notifications.services import notify
from pacte.notifications.services.system_access import as_system
from pacte.offer.queries import attestations_of_session, modules_of_sessions
from pacte.workflows.lock_experiment_on_entry import lock_experiments_on_entry


def record_journey_step(*, actor: Actor, key: UUID | str, step_input: StepInput) -> RecordedStep:
    """Record the step and notify the referrer when required; a first entry locks the protocol of its experiment.

    The same message twice notifies once. Raises as ``record_step``: ``NotFound``, ``PermissionDenied``,
    ``ValidationError`` or ``Conflict``.
    """
    step_input = _as_taught(actor, key, step_input)
    recorded = record_step(actor=actor, key=key, step_input=step_input)
    if recorded.is_new and not step_input.is_withdrawn:
        if _notifies_referrer(recorded):
            _notify_referrer(actor, recorded)
        if recorded.step.kind == StepKind.ENTERED and recorded.step.session_id:
            lock_experiments_on_entry(actor=actor, session_id=recorded.step.session_id, on=recorded.step.happened_on)
    return recorded


def _as_taught(actor: Actor, key: UUID | str, step_input: StepInput) -> StepInput:
    """An attestation keeps the code and the family that its module gives to the competence on that day, and no other.

    Raises ``ValidationError`` for what another module of the training gives.
    """
    if step_input.kind not in (StepKind.COMPETENCE_ATTESTED, StepKind.BLOCK_CERTIFIED) or step_input.is_withdrawn:
        return step_input
    session_id = journey_by_key(actor=actor, key=key).session_id
    if session_id is not None:
        _refuse_other_module(actor, session_id, step_input)
    if step_input.kind is StepKind.BLOCK_CERTIFIED:
        return step_input
    items = attestations_of_session(actor=actor, session_id=session_id) if session_id is not None else {}
    detail = {name: value for name, value in step_input.detail.items() if name not in ("competence_code", "family")}
    item = items.get(str(detail.get("competence", "")))
    taught = {"competence_code": item.competence_code, "family": str(item.family)} if item else {}
    return replace(step_input, detail=detail | {name: value for name, value in taught.items() if value})


def _refuse_other_module(actor: Actor, session_id: int, step_input: StepInput) -> None:
    module = modules_of_sessions(actor=actor, session_ids=[session_id]).get(session_id)
    if module is not None and is_outside_module(
        step_input.kind, step_input.detail, competences=module.competences, block_codes=module.block_codes
    ):
        raise ValidationError(
            "other_module",
            f"La personne suit le seul module « {module.item.title} ».",
            "Ce qui est noté vient d’un autre module de la formation.",
            "Choisissez ce que ce module atteste, ou le bloc qu’il prépare.",
        )


def _notifies_referrer(recorded: RecordedStep) -> bool:
    end_kind = EndKind(recorded.journey.end_kind) if recorded.step.kind == StepKind.ENDED else None
    side_effects = side_effects_of(StepKind(recorded.step.kind), end_kind)
    return any(side_effect.what is Consequence.REFERRER_INFORMED for side_effect in side_effects)


def _notify_referrer(actor: Actor, recorded: RecordedStep) -> None:
    journey, step = recorded.journey, recorded.step
    # A provider cannot see the referent: read it with system access, for the message only.
    with as_system(actor):
        people = referrers_to_notify(actor=actor, journey=journey, on=today())
    notify(
        actor=actor,
        host_id=journey.organisation_id,
        person_ids=people - {actor.person_id or 0},
        kind=f"journeys.{step.kind}",
        subject=STEP_LABELS[StepKind(step.kind)],
        text=referrer_notice_text(StepKind(step.kind), step.happened_on),
        address=learner_page_path(journey.learner.key),
        key=f"step:{step.pk}",
    )
