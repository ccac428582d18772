"""Records a step: the only way to move a journey. Load, refuse, decide, write, journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from pacte.audit.services import audit_event
from pacte.journeys.models import Journey
from pacte.journeys.models import Step as StepRow
from pacte.journeys.permissions import ACT_OF, may
from pacte.journeys.queries.journeys import as_records, journey_by_key, scope_of, steps_of
from pacte.journeys.records import STEP_LABELS, EndKind, Source, Step, StepKind
from pacte.journeys.rules.how_invited import with_mode
from pacte.journeys.rules.machine import Standing, refusal, standing_of
from pacte.journeys.rules.words import refusal_sentences
from pacte.journeys.services.owing import set_off
from pacte.journeys.services.seats import seat_follows
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.offer.models import Session


@dataclass(frozen=True, slots=True)
class StepGiven:
    """The step to record. ``message_key`` deduplicates steps received by file or message.

    ``corrects`` is the identifier of the step replaced; with ``is_withdrawn`` that step is cancelled without a
    replacement. ``origin`` names the source file or partner. ``reason`` is a sentence for the journal.
    """

    kind: StepKind
    on: date
    session_id: int | None = None
    detail: Mapping[str, object] = field(default_factory=dict)
    source: Source = Source.TYPED
    origin: str = ""
    message_key: str = ""
    corrects: int | None = None
    is_withdrawn: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """``is_new`` is False when the same message had already been applied: nothing was written again."""

    journey: Journey
    step: StepRow
    is_new: bool


def record_step(*, actor: Actor, key: UUID | str, given: StepGiven) -> Recorded:
    """Adds the step, moves the journey, applies side effects.

    Raises ``Unseen``, ``Refused``, ``Invalid`` or ``Conflict``.
    """
    journey = journey_by_key(actor=actor, key=key, locked=True)
    _refuse(actor, journey, given)
    known = StepRow.objects.filter(message_key=given.message_key).first() if given.message_key else None
    if known is not None:
        return Recorded(journey, known, is_new=False)
    rows = steps_of(journey)
    _refuse_impossible(rows, given)
    with audit_event(
        actor=actor,
        name=f"journeys.{given.kind}",
        subject_kind="journey",
        subject_id=journey.key,
        subject_label=STEP_LABELS[given.kind],
        # Actors can read their own acts; the machine acts for the body that orients.
        organisation_id=None if actor.organisation_ids else journey.referrer_id,
        reason=given.reason,
    ) as entry:
        row = StepRow.objects.create(
            organisation_id=journey.organisation_id,
            journey=journey,
            kind=given.kind,
            happened_on=given.on,
            recorded_at=now(),
            session_id=given.session_id,
            body_id=next(iter(sorted(actor.organisation_ids)), None),
            person_id=actor.person_id,
            person_name=actor.name[:200],
            source=given.source,
            origin=given.origin[:80],
            message_key=given.message_key or None,
            detail=with_mode(given.kind, given.detail, as_records(rows)),
            corrects_id=given.corrects,
            is_withdrawn=given.is_withdrawn,
        )
        follow_steps(actor, journey, [*rows, row])
        set_off(actor=actor, journey=journey, step=row)
        entry.detail.update(step=row.pk, state=journey.state)
    return Recorded(journey, row, is_new=True)


def follow_steps(actor: Actor, journey: Journey, rows: list[StepRow]) -> Standing:
    """Updates the journey, its seat and its learner's last sign of life from the steps."""
    standing = standing_of(as_records(rows))
    session = _session(standing.session_id)
    journey.state, journey.state_on = standing.state, standing.state_on or journey.opened_on
    journey.session = session
    journey.provider_body_id = session.training_action.training.provider.body_id if session else None
    journey.entered_on, journey.ended_on = standing.entered_on, standing.ended_on
    journey.end_kind = standing.end_kind or ""
    journey.end_reason = _end_reason(rows) if standing.end_kind else ""
    journey.save()
    seat_follows(actor, journey, standing)
    latest = max((row.happened_on for row in rows), default=journey.opened_on)
    if latest > journey.learner.last_seen_on:
        journey.learner.last_seen_on = latest
        journey.learner.save(update_fields=["last_seen_on"])
    return standing


def _refuse(actor: Actor, journey: Journey, given: StepGiven) -> None:
    if not may(actor, ACT_OF[given.kind], scope_of(journey)):
        raise PermissionDenied(
            "journeys_step",
            f"« {STEP_LABELS[given.kind]} » n’est pas à enregistrer par vous.",
            "Ce droit est celui de l’organisme qui oriente, ou de celui qui forme.",
            "Demandez-le-lui.",
        )
    if given.on > today() and given.kind is not StepKind.INVITED:
        raise ValidationError(
            "journeys_future", "La date est à venir.", "Une étape dit ce qui est arrivé.", "Corrigez la date."
        )


def _refuse_impossible(rows: list[StepRow], given: StepGiven) -> None:
    """A new step must be valid after the last state; a correction must leave a valid sequence."""
    records = as_records(rows)
    if given.corrects is not None:
        _refuse_bad_correction(records, given)
        gone = _corrected_by(records, given.corrects)
        records = [each for each in records if each.identifier not in gone]
        if given.is_withdrawn:
            return
    before = standing_of(records, on=given.on)
    step = Step(
        identifier=0,
        kind=given.kind,
        happened_on=given.on,
        recorded_at=now(),
        session_id=given.session_id,
        by_person=given.source is not Source.MACHINE,
        detail=given.detail,
    )
    code = refusal(before, step)
    if code:
        what, why, todo = refusal_sentences(code, before, given.kind)
        raise Conflict(f"journeys_{code}", what, why, todo)


def _corrected_by(records: list[Step], identifier: int) -> set[int]:
    """The step and, in turn, those that it replaced: without them, the previous one would count again."""
    corrects = {each.identifier: each.corrects for each in records}
    found: set[int] = set()
    step: int | None = identifier
    while step is not None and step not in found:
        found.add(step)
        step = corrects.get(step)
    return found


def _refuse_bad_correction(records: list[Step], given: StepGiven) -> None:
    target = next((each for each in records if each.identifier == given.corrects), None)
    taken = any(each.corrects == given.corrects for each in records)
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
