"""Sets the deadlines of a case. Moving one needs a reason."""

from __future__ import annotations

from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day
from pacte.procedures.models import File, FileDeadline
from pacte.procedures.records.files import StepKind
from pacte.procedures.rules.known import procedure
from pacte.procedures.services.writing import add_step, at_work, refuse_without_reason


def set_deadline(*, actor: Actor, file: File, code: str, due_on: date, on: date, reason: str = "") -> None:
    """Sets or moves a deadline. Raises ``ValidationError``: unknown deadline, or moved without a reason."""
    kind = next((each for each in procedure(file.procedure_code).deadlines if each.code == code), None)
    if kind is None:
        raise ValidationError(
            "deadline_unknown", "Cette échéance n’est pas de la procédure.", hint="Choisissez-la dans la liste."
        )
    known = FileDeadline.objects.filter(file=file, code=code).first()
    if known and known.due_on == due_on:
        return
    if known:
        refuse_without_reason(reason)
    with at_work(actor=actor, file=file, right="procedures.write", name="set_deadline", reason=reason) as (
        locked,
        entry,
    ):
        FileDeadline.objects.update_or_create(
            file=locked, code=code, defaults={"due_on": due_on, "organisation_id": locked.organisation_id}
        )
        add_step(
            actor=actor, file=locked, kind=StepKind.DEADLINE_SET, on=on, code=code,
            before=f"{kind.label} : {format_day(known.due_on)}" if known else "", after=f"{kind.label} : {format_day(due_on)}",
            reason=reason,
        )  # fmt: skip
        entry.detail.update(deadline=code, due_on=due_on.isoformat())
