"""Uploaded accounting extracts, under review until imported or discarded, and saved column mappings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.finance.models import AccountingImport, ColumnMapping
from pacte.finance.permissions import may
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.plan.models import Plan

MAX_EXTRACT_BYTES = 10 * 1024 * 1024


def receive_extract(
    *, actor: Actor, organisation: Organisation, file_name: str, data: bytes, plan: Plan | None = None
) -> AccountingImport:
    """Store a file for review. The same file again returns the same import.

    Raises ``PermissionDenied`` or ``ValidationError``.
    """
    _refuse_unless(actor, organisation.pk)
    if not data or len(data) > MAX_EXTRACT_BYTES:
        raise ValidationError(
            "file_size", "Le fichier est vide, ou dépasse 10 Mo.", hint="Extrayez un exercice à la fois."
        )
    digest = hashlib.sha256(data).hexdigest()
    pending = AccountingImport.objects.filter(organisation=organisation, digest=digest, written_at__isnull=True).first()
    if pending is not None:
        if pending.plan_id != (plan.pk if plan else None):
            pending.plan = plan
            pending.save(update_fields=["plan"])
        return pending
    with audit_event(
        actor=actor, name="finance.receive_extract", organisation_id=organisation.pk, subject_kind="finance_import",
        subject_label=file_name[:255],
    ) as entry:  # fmt: skip
        run = AccountingImport.objects.create(
            organisation=organisation,
            plan=plan,
            file_name=file_name[:255],
            digest=digest,
            data=data,
            person_name=actor.name[:200],
            created_at=now(),
        )
        entry.set_subject("finance_import", run.pk, file_name[:255])
        entry.detail.update(digest=digest, size=len(data))
    return run


def set_extract_mapping(
    *, actor: Actor, run: AccountingImport, mapping: Mapping[str, str], extracted_on: date | None, plan: Plan | None
) -> None:
    """Store the choices of a person: column mapping (letter → field), date of the extract and plan."""
    _refuse_unless(actor, run.organisation_id)
    _refuse_written(run)
    with audit_event(
        actor=actor, name="finance.map_extract", organisation_id=run.organisation_id, subject_kind="finance_import",
        subject_id=run.pk, subject_label=run.file_name,
    ) as entry:  # fmt: skip
        run.mapping, run.extracted_on, run.plan = dict(mapping), extracted_on, plan
        run.save(update_fields=["mapping", "extracted_on", "plan"])
        entry.detail.update(mapping=run.mapping, extracted_on=str(extracted_on or ""), plan=plan.code if plan else "")


def discard_extract(*, actor: Actor, run: AccountingImport) -> None:
    """Delete a file that was not imported. The audit entry keeps its name."""
    _refuse_unless(actor, run.organisation_id)
    _refuse_written(run)
    with audit_event(
        actor=actor, name="finance.forget_extract", organisation_id=run.organisation_id, subject_kind="finance_import",
        subject_id=run.pk, subject_label=run.file_name,
    ):  # fmt: skip
        run.delete()


def save_column_mapping(
    *, actor: Actor, organisation: Organisation, name: str, headings: Mapping[str, str]
) -> ColumnMapping:
    """Save a mapping (normalised heading → field) under a name, replacing any mapping with that name."""
    _refuse_unless(actor, organisation.pk)
    if not name.strip() or not headings:
        raise ValidationError(
            "mapping_name", "Il manque un nom.", "Une correspondance de colonnes en porte un.", "Écrivez-le."
        )
    with audit_event(
        actor=actor, name="finance.save_mapping", organisation_id=organisation.pk, subject_kind="finance_mapping",
        subject_label=name.strip()[:80],
    ) as entry:  # fmt: skip
        mapping, _ = ColumnMapping.objects.update_or_create(
            organisation=organisation,
            name=name.strip()[:80],
            defaults={"columns": dict(headings), "person_name": actor.name[:200], "recorded_at": now()},
        )
        entry.set_subject("finance_mapping", mapping.pk, mapping.name)
        entry.detail.update(columns=dict(headings))
    return mapping


def _refuse_written(run: AccountingImport) -> None:
    if run.written_at is not None:
        raise Conflict(
            "extract_written",
            f"« {run.file_name} » est déjà écrit.",
            hint="Pour corriger un montant, déposez une extraction plus récente.",
        )


def _refuse_unless(actor: Actor, host_id: int) -> None:
    if not may(actor, "finance.import", host_id):
        raise PermissionDenied(
            "finance_right",
            "Votre fonction ne permet pas d’importer une extraction comptable.",
            hint="Demandez-le à la gestion financière ou au pilote du pacte.",
        )
