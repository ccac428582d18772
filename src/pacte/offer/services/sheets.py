"""Descriptions of trainings written by providers: summary, competences, access, modules, drafts."""

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
    AccessWord,
    Competence,
    Module,
    ModuleAttestation,
    ModuleBlock,
    Sheet,
    SheetDraft,
    Training,
    TrainingAction,
)
from pacte.offer.permissions import OfferScope
from pacte.offer.records import AccessWords, CompetenceLine, ModuleLine, Nature
from pacte.offer.services.fitting import refuse_unfit, refuse_unfit_rows
from pacte.offer.services.publishing import publish_trainings
from pacte.offer.services.right import refuse_unless

MOST_LINES = 60
LONGEST = 500
LONGEST_SUMMARY = 3_000


def write_sheet(*, actor: Actor, training: Training, summary: str, nature: Nature | None = None) -> Sheet:
    """Save the plain-language summary of a training; ``nature`` overrides misleading codes of the file."""
    _refuse(actor, training)
    with _act(actor, training, "offer.write_sheet"):
        values = {
            "summary": summary.strip()[:LONGEST_SUMMARY],
            "nature": nature or "",
            "said_on": today(),
            "said_by_name": actor.name[:200],
        }
        sheet, _ = Sheet.objects.update_or_create(training=training, defaults=values)
        _publish(actor, training)
    return sheet


def set_competences(*, actor: Actor, training: Training, lines: Sequence[CompetenceLine]) -> None:
    """Replace the competences (« À la fin, vous saurez… »), in order. Raises ``Refused`` or ``Invalid``."""
    _refuse(actor, training)
    kept = [each for each in lines if each.text.strip()]
    if len(kept) > MOST_LINES or any(len(each.text) > LONGEST for each in kept):
        raise ValidationError(
            "competences_too_long",
            "La liste est trop longue pour être lue.",
            f"Au plus {MOST_LINES} lignes de {LONGEST} signes.",
            "Gardez l’essentiel.",
        )
    with _act(actor, training, "offer.set_competences") as entry:
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
            for rank, each in enumerate(kept)
        ]
        refuse_unfit_rows(actor=actor, rows=rows)
        Competence.objects.bulk_create(rows)
        _publish(actor, training)
        entry.detail.update(count=len(kept))


def say_access(*, actor: Actor, training_action: TrainingAction, words: AccessWords) -> AccessWord:
    """Save access information: licence, route, wheelchair. Readers see its author and date."""
    _refuse(actor, training_action.training)
    with _act(actor, training_action.training, "offer.say_access") as entry:
        values = {**asdict(words), "said_on": today(), "said_by_name": actor.name[:200]}
        refuse_unfit(actor=actor, table=AccessWord, values=values)
        said, _ = AccessWord.objects.update_or_create(training_action=training_action, defaults=values)
        _publish(actor, training_action.training)
        entry.detail.update(asdict(words))
    return said


def set_modules(*, actor: Actor, training: Training, lines: Sequence[ModuleLine]) -> None:
    """Replace the modules of a training, with their attested competences and certified blocks.

    Raises ``Refused`` or ``Invalid`` (a module without hours, a block without certification).
    """
    _refuse(actor, training)
    for each in lines:
        if each.hours <= 0 or not each.title.strip():
            raise ValidationError("module_hours", "Un module a un titre et des heures.", hint="Complétez-le.")
        told = [text for text, _ in each.attestations] + [block.block_code for block in each.blocks]
        if len(set(told)) < len(told):
            raise ValidationError("module_twice", "Un module donne deux fois la même chose.", hint="Ôtez le doublon.")
        if any(not block.certification_code or not block.block_code for block in each.blocks):
            raise ValidationError("module_block", "Un bloc a un code et une certification.", hint="Complétez-le.")
    with _act(actor, training, "offer.set_modules") as entry:
        training.modules.all().delete()
        for rank, each in enumerate(lines):
            _store_module(actor, training, rank, each)
        entry.detail.update(count=len(lines))


def save_draft(*, actor: Actor, training: Training, values: Mapping[str, Any]) -> SheetDraft:
    """Save the draft of the provider, visible to its own people only."""
    _refuse(actor, training)
    body_id = training.provider.body_id
    if body_id is None:
        raise PermissionDenied("draft_without_account", "Cet organisme n’a pas de compte : il n’a pas de brouillon.")
    with _act(actor, training, "offer.save_draft"):
        draft, _ = SheetDraft.objects.update_or_create(
            training=training,
            defaults={
                "organisation_id": body_id,
                "values": dict(values),
                "saved_at": now(),
                "saved_by_name": actor.name[:200],
            },
        )
    return draft


def drop_draft(*, actor: Actor, training: Training) -> None:
    """Delete the draft, after its publication or instead of it."""
    _refuse(actor, training)
    with _act(actor, training, "offer.drop_draft"):
        SheetDraft.objects.filter(training=training).delete()


def _store_module(actor: Actor, training: Training, rank: int, line: ModuleLine) -> None:
    module = Module(
        training=training,
        rank=rank,
        reference=line.reference,
        title=line.title.strip(),
        hours=line.hours,
        kind=line.kind,
        entry_mode=line.entry_mode,
        price_cents=line.price_cents,
    )
    attested = [ModuleAttestation(module=module, text=text, issuer=issuer) for text, issuer in line.attestations]
    certified = [ModuleBlock(module=module, **asdict(block)) for block in line.blocks]
    refuse_unfit_rows(actor=actor, rows=[module, *attested, *certified])
    module.save()
    ModuleAttestation.objects.bulk_create(attested)
    ModuleBlock.objects.bulk_create(certified)


def _publish(actor: Actor, training: Training) -> None:
    publish_trainings(actor=actor, host_id=training.host_id, training_ids=[training.pk])


def _refuse(actor: Actor, training: Training) -> None:
    scope = OfferScope(training.host_id, training.provider.body_id)
    refuse_unless(actor=actor, act="offer.edit_sheet", scope=scope)


def _act(actor: Actor, training: Training, name: str) -> AbstractContextManager[AuditEvent]:
    return audit_event(
        actor=actor,
        name=name,
        subject_kind="training",
        subject_id=training.pk,
        subject_label=f"{training.number} {training.title}",
        organisation_id=training.host_id,
    )
