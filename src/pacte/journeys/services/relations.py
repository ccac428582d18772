"""Decides who follows trainees from a day on; names who follows one of them for the provider."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from pacte.audit.services import audit_event
from pacte.journeys.models import Journey, RelationSetting, TrainingReferent
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.queries.journeys import journey_by_key
from pacte.journeys.queries.relations import (
    journey_decision,
    relation_decisions,
    training_referent_candidates,
)
from pacte.journeys.records.relations import RELATION_LABELS, RelationMode
from pacte.journeys.rules.relations import may_name_referent
from pacte.journeys.rules.state_machine import IN_TRAINING
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ValidationError, ensure_found, hide_unless, refuse_blank
from pacte.kernel.french import format_day


def decide_relation_mode(
    *, actor: Actor, host_id: int, mode: RelationMode, valid_from: date, reason: str
) -> RelationSetting:
    """The pilot of the Region decides from a day on; another decision corrects the last one.

    Raises ``NotFound``, ``ValidationError`` (``valid_from``: before the last decision; ``reason``).
    """
    hide_unless(may(actor, "journeys.decide_relation", JourneyScope(host_id)))
    refuse_blank(
        reason, "reason", "La raison manque.", "Ceux qui suivent les personnes la liront.", "Écrivez une phrase."
    )
    last = max((each.valid_from for each in relation_decisions(actor=actor, host_id=host_id)), default=None)
    if last is not None and valid_from < last:
        raise ValidationError(
            "valid_from", f"La dernière décision vaut déjà depuis le {format_day(last)}.",
            "Ce qui a été décidé avant elle a été appliqué.", "Choisissez ce jour ou un jour qui le suit.",
        )  # fmt: skip
    with audit_event(
        actor=actor, name="journeys.decide_relation", subject_kind="region", subject_id=str(host_id),
        subject_label=f"Suivi pendant la formation : {RELATION_LABELS[mode].lower()}, dès le {format_day(valid_from)}",
        organisation_id=host_id, reason=reason.strip()[:300],
    ):  # fmt: skip
        return RelationSetting.objects.create(
            organisation_id=host_id, mode=mode, valid_from=valid_from, reason=reason.strip()[:300],
            person_name=actor.name[:200], recorded_at=now(),
        )  # fmt: skip


def name_training_referent(*, actor: Actor, key: UUID | str, person_id: int) -> TrainingReferent:
    """The provider says who follows its trainee from today; whoever was named before stops.

    Raises ``NotFound``, ``ValidationError`` (``person``: of another organisation) or ``Conflict`` (the Region chose a
    single referent, or the person is not in training).
    """
    journey = _trained_journey(actor, key)
    _refuse_name(actor, journey)
    people = training_referent_candidates(actor=actor, journey=journey, on=today())
    person = next((each for each in people if each.pk == person_id), None)
    if person is None:
        raise ValidationError(
            "person", "Cette personne n’est pas de votre organisme.", hint="Choisissez-la dans la liste."
        )
    with audit_event(
        actor=actor, name="journeys.name_training_referent", subject_kind="journey", subject_id=journey.key,
        subject_label="Personne qui suit pendant la formation, nommée", organisation_id=journey.provider_body_id,
    ):  # fmt: skip
        _stop(journey)
        return TrainingReferent.objects.create(
            organisation_id=journey.organisation_id, journey=journey, body_id=journey.provider_body_id, person=person,
            person_name=actor.name[:200], valid_from=today(),
        )  # fmt: skip


def end_training_referent(*, actor: Actor, key: UUID | str) -> None:
    """Nobody of the provider follows any more. Raises ``NotFound``, or ``Conflict`` when nobody was named."""
    journey = _trained_journey(actor, key)
    if not TrainingReferent.objects.filter(journey=journey, valid_until=None).exists():
        raise Conflict("training_referent_ended", "Personne n’est nommé pour ce stagiaire.", hint="Revenez à sa page.")
    with audit_event(
        actor=actor, name="journeys.end_training_referent", subject_kind="journey", subject_id=journey.key,
        subject_label="Personne qui suit pendant la formation, retirée", organisation_id=journey.provider_body_id,
    ):  # fmt: skip
        _stop(journey)


def _trained_journey(actor: Actor, key: UUID | str) -> Journey:
    journey = journey_by_key(actor=actor, key=key, locked=True)
    hide_unless(may(actor, "journeys.train", JourneyScope(journey.organisation_id, None, journey.provider_body_id)))
    return ensure_found(journey if journey.provider_body_id else None)


def _refuse_name(actor: Actor, journey: Journey) -> None:
    decision = journey_decision(actor=actor, journey=journey)
    if decision is None or not may_name_referent(decision.mode):
        since = f" depuis le {format_day(decision.valid_from)}" if decision else ""
        raise Conflict(
            "relation_single", f"La Région a choisi un référent unique{since}.",
            "Le référent de la personne la suit seul pendant cette formation.", "Écrivez-lui par le carnet partagé.",
        )  # fmt: skip
    if journey.state not in IN_TRAINING:
        raise Conflict(
            "relation_outside_training", "Cette personne n’est pas en formation chez vous.",
            "L’organisme suit pendant la formation.", "Nommez quelqu’un quand elle est entrée.",
        )  # fmt: skip


def _stop(journey: Journey) -> None:
    """A name given today by mistake never applied: it leaves, and the audit log keeps it."""
    present = TrainingReferent.objects.filter(journey=journey, valid_until=None)
    present.filter(valid_from__gte=today()).delete()
    present.update(valid_until=today() - timedelta(days=1))
