"""Opens a case for an action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.accounts.queries.assignable_people import assignable_people
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.procedures.queries import case_action_choices, may_list_cases
from pacte.procedures.rules.catalogue import open_procedures
from pacte.procedures.services import open_case
from pacte.web.dated_plan import DatedPlan, dated_plan_page_context, load_dated_plan
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.studies.case_page import case_breadcrumb
from pacte.web.pages.studies.forms import OpenCaseForm
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.accounts.models import Person

STUDIES_STYLESHEET = "pacte/css/studies.css"


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    if not may_list_cases(actor=dated_plan.actor, plan=dated_plan.plan):
        raise NotFound
    actions = case_action_choices(actor=dated_plan.actor, plan=dated_plan.plan, on=today())
    if not actions:
        raise PermissionDenied(
            "procedures_right",
            "Votre fonction ne permet pas d’ouvrir un dossier.",
            hint="Demandez-le au pilote du pacte ou au porteur de l’action.",
        )
    people_by_id = case_owners_by_id(dated_plan)
    form = OpenCaseForm(
        request.POST if request.method == "POST" else None,
        procedures=[(each.code, each.title) for each in open_procedures(today())],
        actions=actions,
        people=[(key, str(person)) for key, person in people_by_id.items()],
        initial={"action": request.GET.get("action", "")},
    )

    def on_valid(data: dict[str, Any]) -> str:
        case = open_case(
            actor=dated_plan.actor,
            plan=dated_plan.plan,
            number=ActionCode(data["action"]),
            procedure_code=data["procedure"],
            title=data["title"],
            on=today(),
            owner=people_by_id.get(data["owner"]),
        )
        return f"Le dossier « {case.title} » est ouvert."

    page_spec = FormPage(
        "Quelle étude faut-il ?", "Ouvrir le dossier", dated_plan.url("studies:list"), stylesheet=STUDIES_STYLESHEET
    )
    return form_page(
        request,
        page_spec,
        form,
        on_valid,
        dated_plan_page_context(request, dated_plan, breadcrumb=case_breadcrumb(dated_plan, "Ouvrir"), dated=False),
    )


def case_owners_by_id(dated_plan: DatedPlan) -> dict[str, Person]:
    """People who may own a case, by identifier."""
    colleague_list = assignable_people(actor=dated_plan.actor, host_id=dated_plan.plan.organisation_id, on=today())
    return {str(person.pk): person for person in colleague_list}
