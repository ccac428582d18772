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
from pacte.web.form_fields import shown_decimal
from pacte.web.pages.studies.file_page import trail_of
from pacte.web.pages.studies.forms import CriterionForm, OptionForm, ScoresForm
from pacte.web.pages.studies.opening import STYLE
from pacte.web.plan_act import ActPage, act_page
from pacte.web.plan_seen import PlanSeen, frame_of, plan_seen
from pacte.web.signed_in import signed_in

# URL value of a new option. A new criterion has rank 0.
NEW = "nouvelle"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def option_page(request: HttpRequest, code: str, number: int, option: str) -> HttpResponse:
    seen, read, table = _at(request, code, number)
    known = next((each for each in table.options if each.code == option), None)
    if known is None and option != NEW:
        raise NotFound
    initial = {}
    if known:
        numbers = ", ".join(str(each) for each in known.enabled_numbers)
        initial = {"title": known.title, "description": known.description, "enables": known.enables}
        initial["enabled_numbers"] = numbers
    form = OptionForm(request.POST if request.method == "POST" else None, initial=initial)

    def run(given: dict[str, Any]) -> str:
        made = save_option(actor=seen.actor, case=read.case, code=known.code if known else "", **given)
        return f"L’option {made.code} est gardée."

    title = f"Que veut dire l’option {known.code} ?" if known else "Quelle option ajoute-t-on ?"
    return _page(request, seen, read, title, "Garder cette option", form, run)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def criterion_page(request: HttpRequest, code: str, number: int, rank: int) -> HttpResponse:
    seen, read, table = _at(request, code, number)
    known = next((each for each in table.criteria if each.rank == rank), None)
    if known is None and rank:
        raise NotFound
    initial = {"label": known.label, "meaning": known.meaning, "points": known.points} if known else {}
    form = CriterionForm(request.POST if request.method == "POST" else None, initial=initial)

    def run(given: dict[str, Any]) -> str:
        made = save_criterion(actor=seen.actor, case=read.case, rank=rank, **given)
        return f"Le critère « {made.label} » est gardé."

    title = f"Combien pèse « {known.label} » ?" if known else "Sur quoi compare-t-on ?"
    return _page(request, seen, read, title, "Garder ce critère", form, run)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def scores_page(request: HttpRequest, code: str, number: int, option: str) -> HttpResponse:
    seen, read, table = _at(request, code, number)
    found = next((each for each in table.options if each.code == option), None)
    if found is None:
        raise NotFound
    known = found
    criteria = [(each.pk, each.label, each.meaning) for each in table.criteria]
    initial: dict[str, str] = {}
    for key, _, _ in criteria:
        score = table.scores.get((known.pk, key))
        if score:
            initial |= {f"value_{key}": shown_decimal(score.value), f"source_{key}": score.source}
    form = ScoresForm(request.POST if request.method == "POST" else None, criteria=criteria, initial=initial)
    by_key = {each.pk: each for each in table.criteria}

    def run(given: dict[str, Any]) -> str:
        for key, value, source in form.given():
            save_score(actor=seen.actor, option=known, criterion=by_key[key], value=value, source=source, on=today())
        return f"Les notes de l’option {known.code} sont gardées."

    title = f"Que vaut l’option {known.code}, « {known.title} » ?"
    return _page(request, seen, read, title, "Garder ces notes", form, run)


def _at(request: HttpRequest, code: str, number: int) -> tuple[PlanSeen, CaseDetail, ComparisonTable]:
    """The case and its comparison table. Raises ``PermissionDenied`` when the actor may not write the case."""
    seen = plan_seen(request, code)
    read = case_by_number(actor=seen.actor, plan=seen.plan, number=number, on=today())
    refuse_unless(seen.actor, "procedures.write", read.scope)
    return seen, read, comparison_table(case=read.case)


def _page(
    request: HttpRequest, seen: PlanSeen, read: CaseDetail, title: str, verb: str, form: Any, run: Any
) -> HttpResponse:
    said = ActPage(title, verb, seen.url("studies:comparison", read.case.number), stylesheet=STYLE)
    trail = trail_of(seen, read.summary.title, "Options", url=seen.url("studies:file", read.case.number))
    return act_page(request, said, form, run, frame_of(request, seen, trail=trail, dated=False))
