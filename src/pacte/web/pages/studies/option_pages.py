"""Form pages of a comparison: options, criteria, scores with their source."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.procedures.queries import CaseDetail, ComparisonTable, case_by_number, comparison_table
from pacte.procedures.services import save_criterion, save_option, save_score
from pacte.procedures.services.guards import refuse_unless
from pacte.web.dated_plan import DatedPlan, dated_plan_page_context, load_dated_plan
from pacte.web.form_fields import decimal_input_text
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.studies.case_page import case_breadcrumb
from pacte.web.pages.studies.forms import ComparisonOptionForm, CriterionForm, OptionScoresForm
from pacte.web.pages.studies.open_page import STUDIES_STYLESHEET
from pacte.web.require_login import require_login

# URL value of a new option. A new criterion has rank 0.
NEW_OPTION = "nouvelle"


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def option_page(request: HttpRequest, code: str, number: int, option: str) -> HttpResponse:
    dated_plan, case_detail, table = _load_comparison(request, code, number)
    existing = next((each for each in table.options if each.code == option), None)
    if existing is None and option != NEW_OPTION:
        raise NotFound
    initial = {}
    if existing:
        numbers = ", ".join(str(each) for each in existing.enabled_numbers)
        initial = {"title": existing.title, "description": existing.description, "enables": existing.enables}
        initial["enabled_numbers"] = numbers
    form = ComparisonOptionForm(request.POST if request.method == "POST" else None, initial=initial)

    def on_valid(data: dict[str, Any]) -> str:
        saved_option = save_option(
            actor=dated_plan.actor, case=case_detail.case, code=existing.code if existing else "", **data
        )
        return f"L’option {saved_option.code} est gardée."

    title = f"Que veut dire l’option {existing.code} ?" if existing else "Quelle option ajoute-t-on ?"
    return _render_form(request, dated_plan, case_detail, title, "Garder cette option", form, on_valid)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def criterion_page(request: HttpRequest, code: str, number: int, rank: int) -> HttpResponse:
    dated_plan, case_detail, table = _load_comparison(request, code, number)
    existing = next((each for each in table.criteria if each.rank == rank), None)
    if existing is None and rank:
        raise NotFound
    initial = {"label": existing.label, "meaning": existing.meaning, "points": existing.points} if existing else {}
    form = CriterionForm(request.POST if request.method == "POST" else None, initial=initial)

    def on_valid(data: dict[str, Any]) -> str:
        criterion = save_criterion(actor=dated_plan.actor, case=case_detail.case, rank=rank, **data)
        return f"Le critère « {criterion.label} » est gardé."

    title = f"Combien pèse « {existing.label} » ?" if existing else "Sur quoi compare-t-on ?"
    return _render_form(request, dated_plan, case_detail, title, "Garder ce critère", form, on_valid)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def scores_page(request: HttpRequest, code: str, number: int, option: str) -> HttpResponse:
    dated_plan, case_detail, table = _load_comparison(request, code, number)
    requested_option = next((each for each in table.options if each.code == option), None)
    if requested_option is None:
        raise NotFound
    scored_option = requested_option
    criteria = [(each.pk, each.label, each.meaning) for each in table.criteria]
    initial: dict[str, str] = {}
    for key, _, _ in criteria:
        score = table.scores.get((scored_option.pk, key))
        if score:
            initial |= {f"value_{key}": decimal_input_text(score.value), f"source_{key}": score.source}
    form = OptionScoresForm(request.POST if request.method == "POST" else None, criteria=criteria, initial=initial)
    by_key = {each.pk: each for each in table.criteria}

    def on_valid(data: dict[str, Any]) -> str:
        for key, value, source in form.entered_scores():
            save_score(
                actor=dated_plan.actor,
                option=scored_option,
                criterion=by_key[key],
                value=value,
                source=source,
                on=today(),
            )
        return f"Les notes de l’option {scored_option.code} sont gardées."

    title = f"Que vaut l’option {scored_option.code}, « {scored_option.title} » ?"
    return _render_form(request, dated_plan, case_detail, title, "Garder ces notes", form, on_valid)


def _load_comparison(request: HttpRequest, code: str, number: int) -> tuple[DatedPlan, CaseDetail, ComparisonTable]:
    """The case and its comparison table. Raises ``PermissionDenied`` when the actor may not write the case."""
    dated_plan = load_dated_plan(request, code)
    case_detail = case_by_number(actor=dated_plan.actor, plan=dated_plan.plan, number=number, on=today())
    refuse_unless(dated_plan.actor, "procedures.write", case_detail.scope)
    return dated_plan, case_detail, comparison_table(case=case_detail.case)


def _render_form(
    request: HttpRequest,
    dated_plan: DatedPlan,
    case_detail: CaseDetail,
    title: str,
    verb: str,
    form: Any,
    on_valid: Any,
) -> HttpResponse:
    page_spec = FormPage(
        title, verb, dated_plan.url("studies:comparison", case_detail.case.number), stylesheet=STUDIES_STYLESHEET
    )
    trail = case_breadcrumb(
        dated_plan, case_detail.summary.title, "Options", url=dated_plan.url("studies:file", case_detail.case.number)
    )
    return form_page(
        request, page_spec, form, on_valid, dated_plan_page_context(request, dated_plan, breadcrumb=trail, dated=False)
    )
