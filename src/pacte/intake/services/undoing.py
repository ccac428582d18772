"""Take back what a file changed, where its kind can."""

from __future__ import annotations

from django.db import transaction

from pacte.audit.services import audit_event
from pacte.intake.catalog import file_kind
from pacte.intake.file_kind import UndoableKind
from pacte.intake.models import ReceivedFile
from pacte.intake.queries import context_of, may_act_on, undoable_changes
from pacte.intake.records import FileState
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError


def undo_file(*, actor: Actor, file: ReceivedFile) -> list[str]:
    """Take its changes back, last first, each on its own. Returns why some stay.

    Raises ``PermissionDenied``, or ``Conflict`` when nothing can be undone.
    """
    kind = file_kind(file.kind)
    if not may_act_on(actor=actor, file=file):
        raise PermissionDenied("intake_right", "Ce fichier est à qui l’a déposé.", hint="Demandez-le-lui.")
    changes = list(undoable_changes(actor=actor, file=file))
    if not isinstance(kind, UndoableKind) or file.state != FileState.DONE or not changes:
        raise Conflict("nothing_to_undo", f"« {file.file_name} » n’a rien changé qui puisse être défait.")
    context, problems = context_of(actor=actor, file=file), []
    with audit_event(
        actor=actor, name="intake.undo_file", organisation_id=file.organisation_id, subject_kind="received_file",
        subject_id=file.pk, subject_label=file.file_name,
    ) as entry:  # fmt: skip
        for change in changes:
            try:
                with transaction.atomic():
                    kind.undo(change.undo, context)
            except (Conflict, ValidationError) as error:
                problems.append(f"{change.subject} : {error}")
                continue
            change.undone_at = now()
            change.save(update_fields=["undone_at"])
        if not problems:
            file.state = FileState.UNDONE
            file.save(update_fields=["state"])
        entry.detail.update(undone=len(changes) - len(problems), left=len(problems))
    return problems
