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
from pacte.kernel.errors import Conflict, NotFound, refuse_blank
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import plan_action_by_number, stakeholders_by_action
from pacte.procedures.models import Case
from pacte.procedures.permissions import CaseScope
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.rules.catalogue import open_procedures, procedure_by_code
from pacte.procedures.services.guards import add_case_event, refuse_invalid_case_date, refuse_unless


def open_case(
    *,
    actor: Actor,
    plan: Plan,
    number: ActionCode,
    procedure_code: str,
    title: str,
    on: date,
    owner: Person | None = None,
    values: Mapping[str, str] | None = None,
) -> Case:
    """Creates a case at its first stage.

    Raises ``NotFound`` (no such action), ``PermissionDenied``, ``ValidationError`` or ``Conflict``.
    """
    procedure_entry = procedure_by_code(procedure_code)
    action = plan_action_by_number(plan=plan, number=number)
    stakeholders = stakeholders_by_action(actor=actor, plan=plan, on=today(), numbers={number}).get(number)
    if action is None or stakeholders is None:
        raise NotFound
    refuse_unless(actor, "procedures.open", CaseScope(stakeholders))
    if procedure_entry not in open_procedures(on):
        raise Conflict("procedure_closed", f"La procédure « {procedure_entry.title} » ne s’ouvre plus.")
    refuse_invalid_case_date(on)
    refuse_blank(title, "title_missing", "Le dossier n’a pas d’intitulé.", hint="Donnez-lui un nom.")
    with audit_event(
        actor=actor,
        name="procedures.open",
        subject_kind="file",
        subject_label=title,
        organisation_id=stakeholders.host_id,
    ) as entry:
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)  # Serialises the numbering.
        last = Case.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
        case = Case.objects.create(
            organisation_id=stakeholders.host_id,
            plan=plan,
            plan_action=action,
            procedure_code=procedure_code,
            number=last + 1,
            title=title.strip()[:200],
            stage=procedure_entry.first_stage.code,
            owner=owner,
            opened_on=on,
            values={field.code: str((values or {}).get(field.code, "")) for field in procedure_entry.fields},
        )
        add_case_event(
            actor=actor, case=case, kind=CaseEventKind.OPENED, on=on, after=procedure_entry.first_stage.label
        )
        entry.set_subject("file", case.pk, case.title)
        entry.detail.update(plan=plan.code, action=number, procedure=procedure_code, number=case.number)
    return case
