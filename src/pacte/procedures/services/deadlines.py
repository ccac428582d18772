"""Sets the deadlines of a case. Moving one needs a reason; some are set by the stage that a case enters."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day
from pacte.procedures.models import Case, CaseDeadline
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import CaseDeadlineKind, Procedure
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.services.guards import add_case_event, locked_case, refuse_case_without_reason


def set_deadline(*, actor: Actor, case: Case, code: str, due_on: date, on: date, reason: str = "") -> None:
    """Sets or moves a deadline. Raises ``ValidationError``: unknown deadline, or moved without a reason."""
    kind = next(
        (each for each in procedure_edition(case.procedure_code, case.edition).deadlines if each.code == code), None
    )
    if kind is None:
        raise ValidationError(
            "deadline_unknown", "Cette échéance n’est pas de la procédure.", hint="Choisissez-la dans la liste."
        )
    deadline = CaseDeadline.objects.filter(case=case, code=code).first()
    if deadline and deadline.due_on == due_on:
        return
    if deadline:
        refuse_case_without_reason(reason)
    with locked_case(actor=actor, case=case, right="procedures.write", name="set_deadline", reason=reason) as (
        locked,
        entry,
    ):
        CaseDeadline.objects.update_or_create(
            case=locked, code=code, defaults={"due_on": due_on, "organisation_id": locked.organisation_id}
        )
        add_case_event(
            actor=actor,
            case=locked,
            kind=CaseEventKind.DEADLINE_SET,
            on=on,
            code=code,
            before=f"{kind.label} : {format_day(deadline.due_on)}" if deadline else "",
            after=f"{kind.label} : {format_day(due_on)}",
            reason=reason,
        )
        entry.detail.update(deadline=code, due_on=due_on.isoformat())


def add_stage_deadlines(*, actor: Actor, case: Case, procedure: Procedure, on: date) -> None:
    """Sets the deadlines that start by themselves when a case enters its stage, again at each return."""
    for kind in procedure.deadlines:
        due_on = _due_on(case, kind, on) if kind.stage == case.stage else None
        if due_on is not None:
            CaseDeadline.objects.update_or_create(
                case=case, code=kind.code, defaults={"due_on": due_on, "organisation_id": case.organisation_id}
            )
            add_case_event(
                actor=actor, case=case, kind=CaseEventKind.DEADLINE_SET, on=on, code=kind.code,
                after=f"{kind.label} : {format_day(due_on)}",
            )  # fmt: skip


def _due_on(case: Case, kind: CaseDeadlineKind, on: date) -> date | None:
    """The day that a deadline takes by itself when its stage begins; None when an instructor sets it."""
    if kind.days is not None:
        return on + timedelta(days=kind.days)
    answer = case.values.get(kind.field) if kind.field else None
    return date.fromisoformat(str(answer)) if answer else None
