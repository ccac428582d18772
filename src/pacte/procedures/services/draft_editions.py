"""Carries a draft to the newest edition of its procedure, when its author says so. What was sent never moves."""

from __future__ import annotations

from pacte.accounts.row_context import system_elevation
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ensure_found, hide_unless
from pacte.procedures.models import Application
from pacte.procedures.queries.applications import is_applicant
from pacte.procedures.records.form import AttachmentField
from pacte.procedures.rules.catalogue import procedure_by_code, procedure_edition
from pacte.procedures.rules.edition_difference import carried_values


def carry_draft(*, actor: Actor, application: Application, edition: int) -> Application:
    """Moves a draft to ``edition``, the one whose difference its author saw.

    Raises ``NotFound`` for who did not apply, ``Conflict`` (``already_sent``, ``edition_passed``).
    """
    with system_elevation():
        row = Application.objects.select_for_update(of=("self",)).filter(pk=application.pk).first()
        locked = ensure_found(row)
        hide_unless(is_applicant(actor, locked))
        if locked.case_id is not None:
            raise Conflict(
                "already_sent", "Cette demande est envoyée : elle finit sous les règles qui valaient à l’envoi."
            )
        before, after = (
            procedure_edition(locked.procedure_code, locked.edition),
            procedure_by_code(locked.procedure_code),
        )
        if after.edition != edition or before.edition == after.edition:
            raise Conflict(
                "edition_passed", "Le formulaire a encore changé depuis que vous avez lu la différence.",
                hint="Relisez-la, puis recommencez.",
            )  # fmt: skip
        documents = {each.code for each in after.fields if isinstance(each, AttachmentField)}
        with audit_event(
            actor=actor, name="procedures.carry_draft", subject_kind="application", subject_id=locked.pk,
            subject_label=str(locked), organisation_id=locked.organisation_id,
        ) as entry:  # fmt: skip
            locked.values = carried_values(before, after, locked.values)
            codes = {code for code in locked.values if code in documents}
            locked.attachments.filter(removed_at=None).exclude(field__in=codes).update(removed_at=now(), data=None)
            locked.edition, locked.step, locked.steps = after.edition, locked.step + 1, {}
            locked.touched_at, locked.warned_days = now(), None
            locked.save()
            entry.detail.update(before=before.edition, after=after.edition)
    return locked
