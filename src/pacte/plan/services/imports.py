"""Uploaded plan files, under review until a person confirms or discards the import."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.plan.models import Plan, PlanImport, PlanVersion
from pacte.plan.permissions import PlanScope, may
from pacte.plan.records import VersionState

MAX_PLAN_FILE_BYTES = 10 * 1024 * 1024


def receive_import(
    *, actor: Actor, organisation: Organisation, plan: Plan | None, file_name: str, data: bytes, as_new: bool = False
) -> PlanImport:
    """Store a file for review. The same file again returns the same import.

    Raises ``PermissionDenied`` or ``ValidationError`` (size).
    """
    _refuse_unless_importer(actor, organisation.pk)
    if not data or len(data) > MAX_PLAN_FILE_BYTES:
        raise ValidationError(
            "file_size", "Le fichier est vide, ou dépasse 10 Mo.", hint="Vérifiez le fichier, ou ôtez-en les images."
        )
    digest = hashlib.sha256(data).hexdigest()
    pending = PlanImport.objects.filter(
        organisation=organisation, plan=plan, as_new=as_new, digest=digest, written_version__isnull=True
    ).first()
    if pending:
        return pending
    with audit_event(
        actor=actor,
        name="plan.receive_import",
        organisation_id=organisation.pk,
        subject_kind="import",
        subject_label=file_name[:255],
    ) as entry:
        run = PlanImport.objects.create(
            organisation=organisation,
            plan=plan,
            file_name=file_name[:255],
            digest=digest,
            data=data,
            as_new=as_new,
            person_name=actor.name,
            created_at=now(),
        )
        entry.set_subject("import", run.pk, file_name[:255])
        entry.detail.update(digest=digest, size=len(data))
    return run


def set_import_mapping(*, actor: Actor, run: PlanImport, mapping: Mapping[str, str]) -> None:
    """Store the column mapping chosen by a person (letter → field). The next review uses it."""
    _refuse_unless_importer(actor, run.organisation_id)
    _refuse_written(run)
    with audit_event(
        actor=actor,
        name="plan.map_import",
        organisation_id=run.organisation_id,
        subject_kind="import",
        subject_id=run.pk,
        subject_label=run.file_name,
    ) as entry:
        run.mapping = dict(mapping)
        run.save(update_fields=["mapping"])
        entry.detail.update(mapping=run.mapping)


def mark_import_written(*, actor: Actor, run: PlanImport, version: PlanVersion) -> None:
    """Link the uploaded file to the draft created from it."""
    _refuse_unless_importer(actor, run.organisation_id)
    with audit_event(
        actor=actor,
        name="plan.written_import",
        organisation_id=run.organisation_id,
        subject_kind="import",
        subject_id=run.pk,
        subject_label=run.file_name,
    ) as entry:
        run.written_version = version
        run.plan = version.plan
        run.save(update_fields=["written_version", "plan"])
        entry.detail.update(plan=version.plan.code, version=version.number)


def discard_import(*, actor: Actor, run: PlanImport) -> None:
    """Delete an uploaded file. The audit entries keep its name and digest."""
    _refuse_unless_importer(actor, run.organisation_id)
    _refuse_written(run)
    with audit_event(
        actor=actor,
        name="plan.forget_import",
        organisation_id=run.organisation_id,
        subject_kind="import",
        subject_id=run.pk,
        subject_label=run.file_name,
    ):
        run.delete()


def _refuse_written(run: PlanImport) -> None:
    if run.written_version_id:
        raise Conflict(
            "import_written",
            f"« {run.file_name} » est déjà gardé comme projet.",
            hint="Pour revenir en arrière, abandonnez le projet depuis la page de ses étapes.",
        )


def _refuse_unless_importer(actor: Actor, host_id: int) -> None:
    if not may(actor, "plan.import", PlanScope(host_id=host_id, state=VersionState.DRAFT)):
        raise PermissionDenied(
            "plan_right", "Votre fonction ne permet pas d’importer un plan.", hint="Demandez-le au pilote du pacte."
        )
