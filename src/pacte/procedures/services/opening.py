"""Opens a case for an action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Max

from pacte.accounts.models import Person
from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import plan_action_by_number, stakeholders_by_action
from pacte.procedures.models import File
from pacte.procedures.permissions import FileScope
from pacte.procedures.records.files import StepKind
from pacte.procedures.rules.known import open_procedures, procedure
from pacte.procedures.services.writing import add_step, refuse_unless, refuse_wrong_day


def open_file(
    *,
    actor: Actor,
    plan: Plan,
    number: ActionCode,
    procedure_code: str,
    title: str,
    on: date,
    owner: Person | None = None,
    values: Mapping[str, str] | None = None,
) -> File:
    """Creates a case at its first stage.

    Raises ``NotFound`` (no such action), ``PermissionDenied``, ``ValidationError`` or ``Conflict``.
    """
    described = procedure(procedure_code)
    owning = plan_action_by_number(plan=plan, number=number)
    ties = stakeholders_by_action(actor=actor, plan=plan, on=today()).get(number)
    if owning is None or ties is None:
        raise NotFound
    refuse_unless(actor, "procedures.open", FileScope(ties))
    if described not in open_procedures(on):
        raise Conflict("procedure_closed", f"La procédure « {described.title} » ne s’ouvre plus.")
    refuse_wrong_day(on)
    if not title.strip():
        raise ValidationError("title_missing", "Le dossier n’a pas d’intitulé.", hint="Donnez-lui un nom.")
    with audit_event(
        actor=actor, name="procedures.open", subject_kind="file", subject_label=title, organisation_id=ties.host_id
    ) as entry:
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)  # Serialises the numbering.
        last = File.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
        file = File.objects.create(
            organisation_id=ties.host_id,
            plan=plan,
            plan_action=owning,
            procedure_code=procedure_code,
            number=last + 1,
            title=title.strip()[:200],
            stage=described.first_stage.code,
            owner=owner,
            opened_on=on,
            values={field.code: str((values or {}).get(field.code, "")) for field in described.fields},
        )
        add_step(actor=actor, file=file, kind=StepKind.OPENED, on=on, after=described.first_stage.label)
        entry.set_subject("file", file.pk, file.title)
        entry.detail.update(plan=plan.code, action=number, procedure=procedure_code, number=file.number)
    return file
