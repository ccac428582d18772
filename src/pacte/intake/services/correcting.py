"""Refused rows that are corrected by themselves, one at a time: their text, their end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager

from pacte.accounts.row_context import system_elevation
from pacte.audit.services import AuditEvent, audit_event
from pacte.intake.catalog import file_kind
from pacte.intake.models import RefusedRow
from pacte.intake.queries import refused_row_by_id
from pacte.intake.records import FileSender
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.defects import Defect
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError


def save_refused_text(*, actor: Actor, row_id: int, text: str, defects: Sequence[Defect]) -> None:
    """Save an incomplete correction: its text and remaining defects. Raises ``PermissionDenied`` or ``Conflict``."""
    row = _correctable_row(actor, row_id)
    with _correction(actor, "intake.correct_row", row) as entry, system_elevation():
        _lock_waiting(row_id)
        RefusedRow.objects.filter(pk=row_id).update(text=text, defects=[each.plain() for each in defects])
        entry.detail = {"defects": len(defects)}


def settle_refused_rows(*, actor: Actor, texts: Mapping[int, str]) -> None:
    """Rows of one file that enter, corrected. ``texts``: by id. The act is of the first one, and counts the others.

    Raises ``PermissionDenied``, or ``Conflict`` when one of them waits no longer.
    """
    rows = [_correctable_row(actor, each) for each in texts]
    with _correction(actor, "intake.settle_row", rows[0]) as entry, system_elevation():
        for row in sorted(rows, key=lambda each: each.pk):
            _lock_waiting(row.pk)
            row.text, row.defects, row.settled_at = texts[row.pk], [], now()
        RefusedRow.objects.bulk_update(rows, ["text", "defects", "settled_at"])
        entry.detail = {"others": len(rows) - 1}


def drop_refused_row(*, actor: Actor, row_id: int, reason: str) -> None:
    """Give a row up: it stays in the counts of its file.

    Raises ``PermissionDenied``, ``Conflict``, or ``ValidationError`` (why) without a reason.
    """
    if not reason.strip():
        raise ValidationError("why", "Dites pourquoi.", hint="Une phrase suffit.")
    row = _correctable_row(actor, row_id)
    with _correction(actor, "intake.drop_row", row, reason), system_elevation():
        _lock_waiting(row_id)
        RefusedRow.objects.filter(pk=row_id).update(settled_at=now())


def _correction(actor: Actor, name: str, row: RefusedRow, reason: str = "") -> AbstractContextManager[AuditEvent]:
    return audit_event(
        actor=actor, name=name, organisation_id=row.host_id, subject_kind="refused_row", subject_id=row.pk,
        subject_label=row.label or row.key, reason=reason,
    )  # fmt: skip


def _correctable_row(actor: Actor, row_id: int) -> RefusedRow:
    kind = file_kind(RefusedRow.objects.filter(pk=row_id).values_list("file__kind", flat=True).first() or "")
    row = refused_row_by_id(actor=actor, kind=kind, identifier=row_id)
    if not kind.may_correct(actor, FileSender(row.file.organisation, row.file.host)):
        raise PermissionDenied("correction_right", "Seul qui envoie ce fichier le corrige.", hint="Demandez-le-lui.")
    return row


def _lock_waiting(row_id: int) -> None:
    """Those who hold the offer of a Region correct the rows of its providers, which are not theirs: as the system."""
    row = RefusedRow.objects.select_for_update().get(pk=row_id)
    if row.settled_at:
        raise Conflict("row_settled", "Cette ligne n’attend plus de correction.", hint="Rechargez la page.")
