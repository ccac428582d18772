"""Records a step: the only way to move a journey. Load, refuse, decide, write, audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from pacte.audit.services import audit_event
from pacte.journeys.models import Journey
from pacte.journeys.models import Step as StepRow
from pacte.journeys.permissions import RIGHT_OF_STEP, may
from pacte.journeys.queries.journeys import as_step_records, journey_by_key, journey_scope, steps_of
from pacte.journeys.records import STEP_LABELS, EndKind, StepKind, StepRecord, StepSource
from pacte.journeys.rules.invitation_mode import with_invitation_mode
from pacte.journeys.rules.state_machine import JourneyStatus, replay_status, step_refusal_code
from pacte.journeys.rules.step_messages import refusal_sentences
from pacte.journeys.services.obligations import apply_side_effects
from pacte.journeys.services.seats import sync_seat
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.offer.models import Session


@dataclass(frozen=True, slots=True)
class StepInput:
    """The step to record. ``message_key`` deduplicates steps received by file or message.

    ``corrects`` is the identifier of the step replaced; with ``is_withdrawn`` that step is cancelled without a
    replacement. ``origin`` names the source file or partner. ``reason`` is a sentence for the audit log.
    """

    kind: StepKind
    on: date
    session_id: int | None = None
    detail: Mapping[str, object] = field(default_factory=dict)
    source: StepSource = StepSource.TYPED
    origin: str = ""
    message_key: str = ""
    corrects: int | None = None
    is_withdrawn: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """``is_new`` is False when the same message had already been applied: nothing was written again."""

    journey: Journey
    step: StepRow
    is_new: bool


def record_step(*, actor: Actor, key: UUID | str, step_input: StepInput) -> RecordedStep:
    """Adds the step, moves the journey, applies side effects.

    Raises ``NotFound``, ``PermissionDenied``, ``ValidationError`` or ``Conflict``.
    """
    journey = journey_by_key(actor=actor, key=key, locked=True)
    _refuse(actor, journey, step_input)
    known = StepRow.objects.filter(message_key=step_input.message_key).first() if step_input.message_key else None
    if known is not None:
        return RecordedStep(journey, known, is_new=False)
    rows = steps_of(journey)
    _refuse_impossible(rows, step_input)
    with audit_event(
        actor=actor,
        name=f"journeys.{step_input.kind}",
        subject_kind="journey",
        subject_id=journey.key,
        subject_label=STEP_LABELS[step_input.kind],
        # Actors can read their own acts; the machine acts for the body that orients.
        organisation_id=None if actor.organisation_ids else journey.referrer_id,
        reason=step_input.reason,
    ) as entry:
        row = StepRow.objects.create(
            organisation_id=journey.organisation_id,
            journey=journey,
            kind=step_input.kind,
            happened_on=step_input.on,
            recorded_at=now(),
            session_id=step_input.session_id,
            body_id=next(iter(sorted(actor.organisation_ids)), None),
            person_id=actor.person_id,
            person_name=actor.name[:200],
            source=step_input.source,
            origin=step_input.origin[:80],
            message_key=step_input.message_key or None,
            detail=with_invitation_mode(step_input.kind, step_input.detail, as_step_records(rows)),
            corrects_id=step_input.corrects,
            is_withdrawn=step_input.is_withdrawn,
        )
        sync_journey(actor, journey, [*rows, row])
        apply_side_effects(actor=actor, journey=journey, step=row)
        entry.detail.update(step=row.pk, state=journey.state)
    return RecordedStep(journey, row, is_new=True)


def sync_journey(actor: Actor, journey: Journey, rows: list[StepRow]) -> JourneyStatus:
    """Updates the journey, its seat and its learner's last sign of life from the steps."""
    status = replay_status(as_step_records(rows))
    session = _session(status.session_id)
    journey.state, journey.state_on = status.state, status.state_on or journey.opened_on
    journey.session = session
    journey.provider_body_id = session.training_action.training.provider.body_id if session else None
    journey.seat_until, journey.awaited_on = status.seat_until, status.awaited_on
    journey.entered_on, journey.ended_on = status.entered_on, status.ended_on
    journey.end_kind = status.end_kind or ""
    journey.end_reason = _end_reason(rows) if status.end_kind else ""
    journey.save()
    sync_seat(actor, journey, status)
    latest = max((row.happened_on for row in rows), default=journey.opened_on)
    if latest > journey.learner.last_seen_on:
        journey.learner.last_seen_on = latest
        journey.learner.save(update_fields=["last_seen_on"])
    return status


def _refuse(actor: Actor, journey: Journey, step_input: StepInput) -> None:
    if not may(actor, RIGHT_OF_STEP[step_input.kind], journey_scope(journey)):
        raise PermissionDenied(
            "journeys_step",
            f"« {STEP_LABELS[step_input.kind]} » n’est pas à enregistrer par vous.",
            "Ce droit est celui de l’organisme qui oriente, ou de celui qui forme.",
            "Demandez-le-lui.",
        )
    if step_input.on > today() and step_input.kind is not StepKind.INVITED:
        raise ValidationError(
            "journeys_future", "La date est à venir.", "Une étape dit ce qui est arrivé.", "Corrigez la date."
        )


def _refuse_impossible(rows: list[StepRow], step_input: StepInput) -> None:
    """A new step must be valid after the last state; a correction must leave a valid sequence."""
    records = as_step_records(rows)
    if step_input.corrects is not None:
        _refuse_bad_correction(records, step_input)
        replaced_ids = _correction_chain(records, step_input.corrects)
        records = [each for each in records if each.identifier not in replaced_ids]
        if step_input.is_withdrawn:
            return
    before = replay_status(records, on=step_input.on)
    step = StepRecord(
        identifier=0,
        kind=step_input.kind,
        happened_on=step_input.on,
        recorded_at=now(),
        session_id=step_input.session_id,
        by_person=step_input.source is not StepSource.MACHINE,
        detail=step_input.detail,
    )
    code = step_refusal_code(before, step)
    if code:
        what, why, todo = refusal_sentences(code, before, step_input.kind)
        raise Conflict(f"journeys_{code}", what, why, todo)


def _correction_chain(records: list[StepRecord], identifier: int) -> set[int]:
    """The step and, in turn, those that it replaced: without them, the previous one would count again."""
    corrects = {each.identifier: each.corrects for each in records}
    identifiers: set[int] = set()
    step: int | None = identifier
    while step is not None and step not in identifiers:
        identifiers.add(step)
        step = corrects.get(step)
    return identifiers


def _refuse_bad_correction(records: list[StepRecord], step_input: StepInput) -> None:
    target = next((each for each in records if each.identifier == step_input.corrects), None)
    taken = any(each.corrects == step_input.corrects for each in records)
    if target is None or taken:
        raise Conflict(
            "journeys_corrected",
            "Cette étape ne peut pas être corrigée.",
            "Elle a déjà été remplacée, ou n’est pas de ce parcours.",
            "Corrigez la dernière qui l’a remplacée.",
        )


def _session(identifier: int | None) -> Session | None:
    if identifier is None:
        return None
    return Session.objects.select_related("training_action__training__provider").filter(pk=identifier).first()


def _end_reason(rows: list[StepRow]) -> str:
    last = next((row for row in reversed(rows) if row.kind == StepKind.ENDED and not row.is_withdrawn), None)
    return str(last.detail.get("reason", "")) if last and last.detail.get("end_kind") == EndKind.DROPOUT else ""
