"""Transitions and other form pages of a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied
from pacte.kernel.money import format_euros
from pacte.procedures.permissions import may_move
from pacte.procedures.queries import CaseDetail, case_by_number, comparison_table
from pacte.procedures.records.description import CaseFieldKind
from pacte.procedures.services import (
    appoint_case_owner,
    expect_deliverable,
    move_case,
    record_award,
    record_choice,
    resume_case,
    set_deadline,
    suspend_case,
    update_case_fields,
)
from pacte.procedures.services.guards import refuse_unless
from pacte.web.dated_plan import DatedPlan, dated_plan_page_context, load_dated_plan
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.studies import forms as own
from pacte.web.pages.studies.case_page import case_breadcrumb
from pacte.web.pages.studies.open_page import STUDIES_STYLESHEET, case_owners_by_id
from pacte.web.require_login import require_login


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def transition_page(request: HttpRequest, code: str, number: int, transition: str) -> HttpResponse:
    dated_plan, case_detail = _load_case(request, code, number)
    transition_spec = case_detail.procedure.transition(transition)
    if transition_spec is None:
        raise NotFound
    if not may_move(dated_plan.actor, transition_spec, case_detail.scope):
        raise PermissionDenied(
            "move_right",
            "Votre fonction ne permet pas ce pas.",
            "Le catalogue des procédures dit qui le fait.",
            "Demandez-le au porteur de l’action ou au pilote.",
        )
    if case_detail.facts.stage not in transition_spec.before:
        raise Conflict("stage_passed", "Le dossier n’est plus à cette étape.", hint="Rechargez sa page.")
    form = own.CaseTransitionForm(
        request.POST if request.method == "POST" else None, needs_reason=transition_spec.needs_reason
    )
    next_stage = case_detail.procedure.stage(transition_spec.after)

    def on_valid(data: dict[str, Any]) -> str:
        move_case(
            actor=dated_plan.actor, case=case_detail.case, transition=transition, on=data["on"], reason=data["reason"]
        )
        return f"Le dossier passe à « {next_stage.label} »."

    page_spec = FormPage(
        f"{transition_spec.verb} ?",
        transition_spec.verb,
        dated_plan.url("studies:file", number),
        intro=f"Le dossier passera de « {case_detail.summary.stage.label} » à « {next_stage.label} ».",
        danger=next_stage.is_end and transition_spec.needs_reason,
        stylesheet=STUDIES_STYLESHEET,
    )
    return form_page(
        request, page_spec, form, on_valid, _case_page_context(request, dated_plan, case_detail, transition_spec.verb)
    )


CaseFormHandler = Callable[[DatedPlan, CaseDetail, dict[str, Any], forms.Form], str]


@dataclass(frozen=True, slots=True)
class CaseFormSpec:
    """``form_kwargs`` gives the form what it needs to know about the case."""

    right: str
    form: Callable[..., forms.Form]
    title: str
    verb: str
    run: CaseFormHandler
    answer: str = ""
    form_kwargs: Callable[[DatedPlan, CaseDetail], dict[str, Any]] = lambda seen, read: {}


def _put_on_hold(dated_plan: DatedPlan, case_detail: CaseDetail, data: dict[str, Any], form: forms.Form) -> str:
    suspend_case(actor=dated_plan.actor, case=case_detail.case, **data)
    return "Le dossier est en attente."


def _release_hold(dated_plan: DatedPlan, case_detail: CaseDetail, data: dict[str, Any], form: forms.Form) -> str:
    resume_case(actor=dated_plan.actor, case=case_detail.case, **data)
    return "Le dossier reprend."


def _appoint_owner(dated_plan: DatedPlan, case_detail: CaseDetail, data: dict[str, Any], form: forms.Form) -> str:
    person = case_owners_by_id(dated_plan).get(data["owner"])
    appoint_case_owner(
        actor=dated_plan.actor, case=case_detail.case, person=person, on=data["on"], reason=data["reason"]
    )
    return f"{person} répond du dossier." if person else "Plus personne ne répond du dossier."


def _save_description(dated_plan: DatedPlan, case_detail: CaseDetail, data: dict[str, Any], form: forms.Form) -> str:
    assert isinstance(form, own.CaseDescriptionForm)
    values = form.values(case_detail.procedure)
    update_case_fields(
        actor=dated_plan.actor,
        case=case_detail.case,
        title=data["title"],
        values=values,
        on=today(),
        reason=data["reason"],
    )
    return "Le dossier est complété."


def _set_deadline(dated_plan: DatedPlan, case_detail: CaseDetail, data: dict[str, Any], form: forms.Form) -> str:
    set_deadline(actor=dated_plan.actor, case=case_detail.case, on=today(), **data)
    return "L’échéance est fixée."


def _record_award(dated_plan: DatedPlan, case_detail: CaseDetail, data: dict[str, Any], form: forms.Form) -> str:
    record_award(actor=dated_plan.actor, case=case_detail.case, **data)
    return f"Attribué à {data['holder']}, {format_euros(data['cents'])}."


def _expect_deliverable(dated_plan: DatedPlan, case_detail: CaseDetail, data: dict[str, Any], form: forms.Form) -> str:
    expect_deliverable(actor=dated_plan.actor, case=case_detail.case, on=today(), **data)
    return f"« {data['title']} » est attendu."


def _record_choice(dated_plan: DatedPlan, case_detail: CaseDetail, data: dict[str, Any], form: forms.Form) -> str:
    code = data.pop("option", "")
    option = next((each for each in comparison_table(case=case_detail.case).options if each.code == code), None)
    record_choice(actor=dated_plan.actor, case=case_detail.case, option=option, **data)
    return "Le choix est gardé, avec son motif."


def _description_form_kwargs(dated_plan: DatedPlan, case_detail: CaseDetail) -> dict[str, Any]:
    initial: dict[str, Any] = {"title": case_detail.summary.title}
    for field in case_detail.procedure.fields:
        value = str(case_detail.case.values.get(field.code, ""))
        is_cents = field.kind is CaseFieldKind.AMOUNT and value.isdigit()
        initial[field.code] = format_euros(int(value)) if is_cents else value
    return {"procedure": case_detail.procedure, "initial": initial}


def _choice_form_kwargs(dated_plan: DatedPlan, case_detail: CaseDetail) -> dict[str, Any]:
    table = comparison_table(case=case_detail.case)
    return {"options": [(each.code, f"{each.code} : {each.title}") for each in table.options]}


def _owner_form_kwargs(dated_plan: DatedPlan, case_detail: CaseDetail) -> dict[str, Any]:
    people = [(key, str(person)) for key, person in case_owners_by_id(dated_plan).items()]
    return {"people": people, "initial": {"owner": str(case_detail.summary.owner_id or "")}}


CASE_FORMS = {
    "attente": CaseFormSpec(
        "write",
        own.CaseHoldForm,
        "Qu’attend ce dossier ?",
        "Mettre en attente",
        _put_on_hold,
        "Tant que la condition n’est pas levée, le dossier n’avance pas et personne n’est relancé.",
    ),
    "lever": CaseFormSpec(
        "write", own.ReleaseCaseForm, "La condition est-elle levée ?", "Lever la condition", _release_hold
    ),
    "responsable": CaseFormSpec(
        "write",
        own.CaseOwnerForm,
        "Qui répond de ce dossier ?",
        "Désigner cette personne",
        _appoint_owner,
        form_kwargs=_owner_form_kwargs,
    ),
    "description": CaseFormSpec(
        "write",
        own.CaseDescriptionForm,
        "Que faut-il savoir de ce dossier ?",
        "Enregistrer",
        _save_description,
        form_kwargs=_description_form_kwargs,
    ),
    "echeance": CaseFormSpec(
        "write",
        own.CaseDeadlineForm,
        "Pour quand ?",
        "Fixer l’échéance",
        _set_deadline,
        form_kwargs=lambda seen, read: {"procedure": read.procedure},
    ),
    "attribution": CaseFormSpec(
        "award", own.CaseAwardForm, "À qui, et pour combien ?", "Garder l’attribution", _record_award
    ),
    "livrable": CaseFormSpec(
        "write", own.ExpectDeliverableForm, "Quel livrable demande-t-on ?", "Demander ce livrable", _expect_deliverable
    ),
    "choix": CaseFormSpec(
        "choose",
        own.OptionChoiceForm,
        "Que choisit-on, et pourquoi ?",
        "Garder ce choix",
        _record_choice,
        "Le tableau compare ; c’est vous qui choisissez. Le choix peut s’écarter du premier rang.",
        form_kwargs=_choice_form_kwargs,
    ),
}


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, number: int, act: str) -> HttpResponse:
    dated_plan, case_detail = _load_case(request, code, number)
    form_spec = CASE_FORMS.get(act)
    if form_spec is None:
        raise NotFound
    refuse_unless(dated_plan.actor, f"procedures.{form_spec.right}", case_detail.scope)
    form = form_spec.form(
        request.POST if request.method == "POST" else None, **form_spec.form_kwargs(dated_plan, case_detail)
    )
    back = dated_plan.url("studies:file", number)
    page_spec = FormPage(form_spec.title, form_spec.verb, back, intro=form_spec.answer, stylesheet=STUDIES_STYLESHEET)
    return form_page(
        request,
        page_spec,
        form,
        lambda data: form_spec.run(dated_plan, case_detail, data, form),
        _case_page_context(request, dated_plan, case_detail, form_spec.verb),
    )


def _load_case(request: HttpRequest, code: str, number: int) -> tuple[DatedPlan, CaseDetail]:
    dated_plan = load_dated_plan(request, code)
    return dated_plan, case_by_number(actor=dated_plan.actor, plan=dated_plan.plan, number=number, on=today())


def _case_page_context(
    request: HttpRequest, dated_plan: DatedPlan, case_detail: CaseDetail, last: str
) -> dict[str, Any]:
    trail = case_breadcrumb(
        dated_plan, case_detail.summary.title, last, url=dated_plan.url("studies:file", case_detail.case.number)
    )
    return dated_plan_page_context(request, dated_plan, breadcrumb=trail, dated=False)
