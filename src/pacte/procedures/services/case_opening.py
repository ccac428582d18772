"""Opens a case for an action, by whoever instructs it: also for a form that came on paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max

from pacte.accounts.models import Organisation, Person
from pacte.accounts.queries.directory import organisation_names
from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS, now, today
from pacte.kernel.errors import Conflict, NotFound, ValidationError, ensure_found, refuse_blank
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import plan_action_by_number, stakeholders_by_action
from pacte.procedures.models import Case
from pacte.procedures.permissions import CaseScope
from pacte.procedures.queries.offered import procedures_of_action
from pacte.procedures.queries.reference_names import unknown_journeys
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.catalogue import open_procedures, procedure_by_code
from pacte.procedures.rules.conditions import is_filled
from pacte.procedures.rules.form_answers import journey_named
from pacte.procedures.rules.form_check import form_errors, refuse_form_errors
from pacte.procedures.services.call_rounds import enter_round
from pacte.procedures.services.case_versions import add_case_version
from pacte.procedures.services.deadlines import add_stage_deadlines
from pacte.procedures.services.guards import add_case_event, refuse_invalid_case_date, refuse_unless
from pacte.procedures.services.next_due import keep_next_due


def open_case(
    *,
    actor: Actor,
    plan: Plan,
    number: ActionCode,
    procedure_code: str,
    title: str,
    on: date,
    owner: Person | None = None,
    values: Mapping[str, Any] | None = None,
    body: Organisation | None = None,
) -> Case:
    """Creates a case at its first stage, under the newest edition of its procedure. ``body``: in whose name it is.

    Raises ``NotFound`` (no such action), ``PermissionDenied``, ``ValidationError`` (``body_missing``: only the body of
    an account applies, and a case of nobody would be read by all the pact), ``Conflict`` (``procedure_closed``
    or ``procedure_elsewhere``: the plan does not ask this procedure of that action).
    """
    procedure = procedure_by_code(procedure_code)
    action = plan_action_by_number(plan=plan, number=number)
    stakeholders = stakeholders_by_action(actor=actor, plan=plan, on=today(), numbers={number}).get(number)
    if action is None or stakeholders is None:
        raise NotFound
    refuse_unless(actor, "procedures.open", CaseScope(stakeholders))
    refuse_procedure(actor=actor, plan=plan, number=number, procedure=procedure, on=on)
    if body is None and procedure.applicants and not procedure.applicants.by_link:
        raise ValidationError(
            "body_missing",
            "Le dossier ne dit pas de quel organisme il est.",
            "Cette démarche se fait au nom d’un organisme, qui seul la lit avec la Région.",
            "Choisissez l’organisme.",
        )
    refuse_invalid_case_date(on)
    refuse_blank(title, "title_missing", "Le dossier n’a pas d’intitulé.", hint="Donnez-lui un nom.")
    answers = {code: each for code, each in (values or {}).items() if is_filled(each)}
    refuse_form_errors(form_errors(procedure.form, answers, complete=False))
    refuse_form_errors(unknown_journeys(actor=actor, fields=procedure.fields, values=answers))
    with audit_event(
        actor=actor,
        name="procedures.open",
        subject_kind="file",
        subject_label=procedure.title if procedure.is_sensitive else title,
        organisation_id=stakeholders.host_id,
    ) as entry:
        case = Case(
            organisation_id=stakeholders.host_id,
            plan=plan,
            plan_action=action,
            procedure_code=procedure.code,
            edition=procedure.edition,
            body=body,
            applicant_name=organisation_names(on=on).get(body.pk, "")[:200] if body else "",
            title=title.strip()[:200],
            owner=owner,
            opened_on=on,
        )
        save_new_case(actor=actor, case=case, procedure=procedure, values=answers)
        entry.set_subject("file", case.pk, case.title)
        entry.detail.update(plan=plan.code, action=number, procedure=procedure_code, number=case.number)
    return case


def _arrival_on_paper(day: date) -> datetime:
    """When an application on paper arrived: now, or at noon of an earlier day, whose hour nobody noted."""
    return now() if day >= today() else datetime.combine(day, time(12), PARIS)


def refuse_procedure(*, actor: Actor, plan: Plan, number: ActionCode, procedure: Procedure, on: date) -> None:
    """Raises ``Conflict`` when the procedure is closed, or when the plan does not ask it of that action."""
    if procedure not in open_procedures(on):
        raise Conflict("procedure_closed", f"La procédure « {procedure.title} » ne s’ouvre plus.")
    if procedure not in procedures_of_action(actor=actor, plan=plan, number=number, on=today()):
        raise Conflict(
            "procedure_elsewhere",
            f"L’action {number} n’a pas de dossier « {procedure.short_title} ».",
            "Aucun de ses chiffres au plan n’est mesuré par cette procédure.",
            "Choisissez une autre action, ou ajoutez le chiffre au plan.",
        )


def save_new_case(
    *, actor: Actor, case: Case, procedure: Procedure, values: Mapping[str, Any], is_sending: bool = False
) -> None:
    """Numbers and saves a new case with its first version, first event and the deadlines of its first stage."""
    # Serialises the numbering. A number is taken at opening or at sending, never by a draft.
    ensure_found(Plan.objects.select_for_update(no_key=True).filter(pk=case.plan_id).first())
    last = Case.objects.filter(plan_id=case.plan_id).aggregate(last=Max("number"))["last"] or 0
    case.number, case.stage, case.values = last + 1, procedure.first_stage.code, dict(values)
    case.is_sensitive = procedure.is_sensitive
    if procedure.is_sensitive:
        # A title is read in lists and in the audit: it says nothing of the person.
        case.title = procedure.title
    case.journey_key = journey_named(procedure.fields, values)
    case.save()
    enter_round(case=case, arrived_at=case.sent_at or _arrival_on_paper(case.opened_on))
    if values:
        add_case_version(actor=actor, case=case, values=values, on=case.opened_on, is_sending=is_sending)
    add_case_event(
        actor=actor, case=case, kind=CaseEventKind.OPENED, on=case.opened_on, after=procedure.first_stage.label
    )
    add_stage_deadlines(actor=actor, case=case, procedure=procedure, on=case.opened_on)
    keep_next_due(case)
