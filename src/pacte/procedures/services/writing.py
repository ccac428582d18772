"""Guards shared by the writes on a case: permission, audit entry, row lock, events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from pacte.audit.services import AuditEvent, audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.kernel.french import format_day
from pacte.procedures.models import Deliverable, File, FileStep
from pacte.procedures.permissions import FileScope, may
from pacte.procedures.queries.scopes import scope_of_file
from pacte.procedures.records.files import StepKind
from pacte.procedures.rules.known import procedure


@contextmanager
def at_work(*, actor: Actor, file: File, right: str, name: str, reason: str = "") -> Iterator[tuple[File, AuditEvent]]:
    """Yields the locked case and its audit entry. Raises ``PermissionDenied``, or ``Conflict`` if it has ended."""
    if right:
        refuse_unless(actor, right, scope_of_file(actor=actor, file=file, on=today()))
    with audit_event(
        actor=actor,
        name=f"procedures.{name}",
        subject_kind="file",
        subject_id=file.pk,
        subject_label=file.title,
        organisation_id=file.organisation_id,
        reason=reason.strip(),
    ) as entry:
        locked = File.objects.select_for_update(of=("self",)).select_related("plan", "plan_action").get(pk=file.pk)
        if procedure(locked.procedure_code).stage(locked.stage).is_end:
            raise Conflict("file_ended", "Ce dossier est terminé : plus rien n’y change.", hint="Rechargez la page.")
        yield locked, entry
    file.refresh_from_db()


def add_step(
    *,
    actor: Actor,
    file: File,
    kind: StepKind,
    on: date,
    code: str = "",
    before: str = "",
    after: str = "",
    reason: str = "",
    deliverable: Deliverable | None = None,
) -> FileStep:
    """Adds an event. Raises ``ValidationError`` for a date in the future or before the case was opened."""
    refuse_wrong_day(on, since=file.opened_on)
    return FileStep.objects.create(
        organisation_id=file.organisation_id,
        file=file,
        deliverable=deliverable,
        kind=kind,
        code=code,
        before=before[:300],
        after=after[:300],
        happened_on=on,
        recorded_at=now(),
        person_name=actor.name[:200],
        reason=reason.strip(),
    )


def refuse_unless(actor: Actor, right: str, scope: FileScope) -> None:
    if not may(actor, right, scope):
        raise PermissionDenied(
            "procedures_right",
            "Votre fonction ne permet pas cet acte sur ce dossier.",
            "Il revient au porteur de l’action, à la personne responsable du dossier ou au pilote.",
            "Demandez-le à l’un d’eux.",
        )


def refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(
            "reason_missing", "Il manque le motif.", "Cet acte en porte un, qui reste au dossier.", "Écrivez-le."
        )


def refuse_wrong_day(on: date, since: date | None = None) -> None:
    if on > today():
        raise ValidationError(
            "day_to_come", f"Le {format_day(on)} n’est pas encore passé.", hint="Donnez le jour où cela a eu lieu."
        )
    if since and on < since:
        raise ValidationError(
            "day_too_early",
            f"Le {format_day(on)} est antérieur à l’ouverture du dossier, le {format_day(since)}.",
            hint="Vérifiez la date.",
        )
