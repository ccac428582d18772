"""A received file waits under review until a person writes it or forgets it."""

from __future__ import annotations

import hashlib

from pacte.accounts.models import Organisation
from pacte.journal.services import act
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Invalid, Refused
from pacte.plan.models import ImportRun, Plan
from pacte.plan.permissions import PlanScope, may
from pacte.plan.records import VersionState

LARGEST = 20 * 1024 * 1024


def receive_import(
    *, actor: Actor, organisation: Organisation, plan: Plan | None, file_name: str, data: bytes
) -> ImportRun:
    """Keeps the file for review; the same file again gives the same run. Raises ``Refused`` or ``Invalid`` (size)."""
    if not may(actor, "plan.import", PlanScope(host_id=organisation.pk, state=VersionState.DRAFT)):
        raise Refused(
            "plan_right", "Votre fonction ne permet pas d’importer un plan.", todo="Demandez-le au pilote du pacte."
        )
    if not data or len(data) > LARGEST:
        raise Invalid(
            "file_size", "Le fichier est vide, ou dépasse 20 Mo.", todo="Vérifiez le fichier, ou ôtez-en les images."
        )
    digest = hashlib.sha256(data).hexdigest()
    waiting = ImportRun.objects.filter(
        organisation=organisation, plan=plan, digest=digest, written_version__isnull=True
    ).first()
    if waiting:
        return waiting
    with act(
        actor=actor, name="plan.receive_import", organisation_id=organisation.pk, subject_kind="import",
        subject_label=file_name[:255],
    ) as entry:
        run = ImportRun.objects.create(
            organisation=organisation, plan=plan, file_name=file_name[:255], digest=digest, data=data,
            person_name=actor.name, created_at=now(),
        )
        entry.on("import", run.pk, file_name[:255])
        entry.detail.update(digest=digest, size=len(data))
    return run


def forget_import(*, actor: Actor, run: ImportRun) -> None:
    """Removes a received file that nobody wants. The journal keeps its name and digest."""
    if not may(actor, "plan.import", PlanScope(host_id=run.organisation_id, state=VersionState.DRAFT)):
        raise Refused("plan_right", "Votre fonction ne permet pas d’abandonner cet import.")
    with act(
        actor=actor, name="plan.forget_import", organisation_id=run.organisation_id, subject_kind="import",
        subject_id=run.pk, subject_label=run.file_name,
    ):
        run.delete()
