"""Descriptions of trainings written by providers: summary, competences, access, drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Any

from pacte.audit.services import AuditEvent, audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import PermissionDenied, ValidationError
from pacte.offer.models import (
    AccessInformation,
    Competence,
    DescriptionDraft,
    Training,
    TrainingAction,
    TrainingDescription,
)
from pacte.offer.permissions import OfferScope
from pacte.offer.records import AccessInput, CompetenceItem, TrainingNature
from pacte.offer.services.field_limits import refuse_out_of_limits, refuse_rows_out_of_limits
from pacte.offer.services.permissions_check import refuse_unless
from pacte.offer.services.publication import publish_trainings

MAX_COMPETENCES = 60
MAX_COMPETENCE_LENGTH = 500
MAX_SUMMARY_LENGTH = 3_000


def save_training_description(
    *, actor: Actor, training: Training, summary: str, nature: TrainingNature | None = None
) -> TrainingDescription:
    """Save the plain-language summary of a training; ``nature`` overrides misleading codes of the file."""
    _refuse(actor, training)
    with _audited(actor, training, "offer.write_sheet"):
        values = {
            "summary": summary.strip()[:MAX_SUMMARY_LENGTH],
            "nature": nature or "",
            "said_on": today(),
            "said_by_name": actor.name[:200],
        }
        sheet, _ = TrainingDescription.objects.update_or_create(training=training, defaults=values)
        _publish(actor, training)
    return sheet


def set_competences(*, actor: Actor, training: Training, items: Sequence[CompetenceItem]) -> None:
    """Replace the competences (« À la fin, vous saurez… »), in order. Raises ``PermissionDenied`` or
    ``ValidationError``.
    """
    _refuse(actor, training)
    competences = [each for each in items if each.text.strip()]
    if len(competences) > MAX_COMPETENCES or any(len(each.text) > MAX_COMPETENCE_LENGTH for each in competences):
        raise ValidationError(
            "competences_too_long",
            "La liste est trop longue pour être lue.",
            f"Au plus {MAX_COMPETENCES} lignes de {MAX_COMPETENCE_LENGTH} signes.",
            "Gardez l’essentiel.",
        )
    with _audited(actor, training, "offer.set_competences") as entry:
        training.competences.all().delete()
        rows = [
            Competence(
                training=training,
                rank=rank,
                text=each.text.strip(),
                block_code=each.block_code,
                block_label=each.block_label,
                is_attested=each.is_attested,
            )
            for rank, each in enumerate(competences)
        ]
        refuse_rows_out_of_limits(actor=actor, rows=rows)
        Competence.objects.bulk_create(rows)
        _publish(actor, training)
        entry.detail.update(count=len(competences))


def save_access_information(*, actor: Actor, training_action: TrainingAction, words: AccessInput) -> AccessInformation:
    """Save access information: licence, route, wheelchair. Readers see its author and date."""
    _refuse(actor, training_action.training)
    with _audited(actor, training_action.training, "offer.say_access") as entry:
        values = {**asdict(words), "said_on": today(), "said_by_name": actor.name[:200]}
        refuse_out_of_limits(actor=actor, table=AccessInformation, values=values)
        access, _ = AccessInformation.objects.update_or_create(training_action=training_action, defaults=values)
        _publish(actor, training_action.training)
        entry.detail.update(asdict(words))
    return access


def save_description_draft(*, actor: Actor, training: Training, values: Mapping[str, Any]) -> DescriptionDraft:
    """Save the draft of the provider, visible to its own people only."""
    _refuse(actor, training)
    body_id = training.provider.body_id
    if body_id is None:
        raise PermissionDenied("draft_without_account", "Cet organisme n’a pas de compte : il n’a pas de brouillon.")
    with _audited(actor, training, "offer.save_draft"):
        draft, _ = DescriptionDraft.objects.update_or_create(
            training=training,
            defaults={
                "organisation_id": body_id,
                "values": dict(values),
                "saved_at": now(),
                "saved_by_name": actor.name[:200],
            },
        )
    return draft


def delete_description_draft(*, actor: Actor, training: Training) -> None:
    """Delete the draft, after its publication or instead of it."""
    _refuse(actor, training)
    with _audited(actor, training, "offer.drop_draft"):
        DescriptionDraft.objects.filter(training=training).delete()


def _publish(actor: Actor, training: Training) -> None:
    publish_trainings(actor=actor, host_id=training.host_id, training_ids=[training.pk])


def _refuse(actor: Actor, training: Training) -> None:
    scope = OfferScope(training.host_id, training.provider.body_id)
    refuse_unless(actor=actor, act="offer.edit_sheet", scope=scope)


def _audited(actor: Actor, training: Training, name: str) -> AbstractContextManager[AuditEvent]:
    return audit_event(
        actor=actor,
        name=name,
        subject_kind="training",
        subject_id=training.pk,
        subject_label=f"{training.number} {training.title}",
        organisation_id=training.host_id,
    )
