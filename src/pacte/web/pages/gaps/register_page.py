"""« Quels chiffres manquent au plan, et qui les doit ? »: register of gaps, targets without value, surveys bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from pacte.indicators.queries.gaps import (
    SurveyDetails,
    UnmeasuredTarget,
    can_edit_gaps,
    gap_by_number,
    plan_gaps,
    plan_surveys,
    unmeasured_targets,
)
from pacte.indicators.records.survey import GapInput
from pacte.indicators.services.gaps import close_gap, record_gap
from pacte.kernel.action_codes import is_action_code, normalise_action_code
from pacte.kernel.clock import today
from pacte.kernel.errors import PermissionDenied
from pacte.kernel.french import format_day, format_number, format_percent, pluralise
from pacte.kernel.money import format_euros
from pacte.web.dated_plan import DatedPlan, dated_plan_page_context, load_dated_plan
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.gaps.forms import CloseGapForm, GapForm
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.indicators.models import MissingIndicator

STYLESHEET = "pacte/css/territory.css"
COLUMNS = (
    {"label": "Ce qui manque"},
    {"label": "À quoi cela sert"},
    {"label": "Qui le doit"},
    {"label": "Pour quand"},
    {"label": "Où cela en est"},
)
SURVEY_COLUMNS = (
    {"label": "Enquête"},
    {"label": "Terrain"},
    {"label": "Réponses", "kind": "num"},
    {"label": "Coût", "kind": "num"},
    {"label": "Ce qu’elle a donné"},
)
UNMEASURED_COLUMNS = ({"label": "Action", "kind": "num"}, {"label": "Ce que le plan attend"}, {"label": "Qui le doit"})


@require_login
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    seen = load_dated_plan(request, code)
    register_gaps = plan_gaps(actor=seen.actor, plan=seen.plan)
    bought_surveys = plan_surveys(actor=seen.actor, plan=seen.plan)
    targets = unmeasured_targets(actor=seen.actor, plan=seen.plan, known_on=seen.on)
    writes = can_edit_gaps(actor=seen.actor, plan=seen.plan)
    values = dated_plan_page_context(
        request, seen, breadcrumb=[{"label": "Indicateurs manquants"}], nav="territory"
    ) | {
        "answer": _summary_sentence(register_gaps, targets),
        "columns": COLUMNS,
        "rows": [_row(each, seen, writes=writes) for each in register_gaps],
        "survey_columns": SURVEY_COLUMNS,
        "surveys": [_survey_row(each, seen) for each in bought_surveys],
        "waited_columns": UNMEASURED_COLUMNS,
        "waited": [_unmeasured_row(each, seen) for each in targets],
        "note_url": seen.url("gaps:note") if writes else "",
        "buy_url": seen.url("gaps:buy") if writes and any(each.closed_on is None for each in register_gaps) else "",
    }
    return render(request, "gaps/register.html", values)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, code: str) -> HttpResponse:
    seen = load_editable_plan(request, code)

    def run(data: dict[str, Any]) -> str:
        made = record_gap(actor=seen.actor, plan=seen.plan, data=GapInput(**data))
        return f"« {made.label} » est au registre, sous le numéro {made.number}."

    page_config = FormPage(
        "Quel chiffre manque au plan ?", "Noter ce manque", seen.url("gaps:list"),
        intro="Un manque noté a quelqu’un qui le doit : il se comble par une source, ou par une enquête.",
        stylesheet=STYLESHEET,
    )  # fmt: skip
    form = GapForm(
        request.POST if request.method == "POST" else None, initial={"action_number": _action_param(request)}
    )
    return form_page(
        request,
        page_config,
        form,
        run,
        dated_plan_page_context(request, seen, breadcrumb=gaps_breadcrumb(seen, "Noter"), nav="territory", dated=False),
    )


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, code: str, number: int) -> HttpResponse:
    seen = load_editable_plan(request, code)
    gap = gap_by_number(actor=seen.actor, plan=seen.plan, number=number)

    def run(data: dict[str, Any]) -> str:
        filled = data["end"] == "filled"
        close_gap(actor=seen.actor, gap=gap, is_filled=filled, reason=data["reason"], series_code=data["series_code"])
        return f"« {gap.label} » est {'renseigné' if filled else 'abandonné'}."

    page_config = FormPage(
        "Ce manque est-il comblé ?", "Fermer ce manque", seen.url("gaps:list"), note=gap.label, stylesheet=STYLESHEET,
        intro="Il reste au registre, avec la raison.",
    )  # fmt: skip
    form = CloseGapForm(request.POST if request.method == "POST" else None)
    return form_page(
        request,
        page_config,
        form,
        run,
        dated_plan_page_context(
            request, seen, breadcrumb=gaps_breadcrumb(seen, "Fermer"), nav="territory", dated=False
        ),
    )


def load_editable_plan(request: HttpRequest, code: str) -> DatedPlan:
    """Returns the plan for users who edit its register. Raises ``NotFound``, then ``PermissionDenied``."""
    seen = load_dated_plan(request, code)
    plan_gaps(actor=seen.actor, plan=seen.plan)
    if not can_edit_gaps(actor=seen.actor, plan=seen.plan):
        raise PermissionDenied(
            "gaps_right", "Votre fonction ne permet pas d’écrire au registre des manques.",
            hint="Demandez-le au pilote du pacte ou à l’observatoire.",
        )  # fmt: skip
    return seen


def gaps_breadcrumb(seen: DatedPlan, label: str) -> list[dict[str, str]]:
    return [{"label": "Indicateurs manquants", "url": seen.url("gaps:list")}, {"label": label}]


def _action_param(request: HttpRequest) -> str:
    code = normalise_action_code(request.GET.get("action", ""))
    return code if is_action_code(code) else ""


def _summary_sentence(register_gaps: list[MissingIndicator], targets: list[UnmeasuredTarget]) -> str:
    filled = sum(each.is_filled for each in register_gaps)
    done = pluralise(filled, "désormais renseigné", "désormais renseignés")
    sentence = f"{pluralise(len(register_gaps), 'manque noté', 'manques notés')}, dont {done}"
    if register_gaps:
        sentence += (
            f" ({format_number(filled)} / {format_number(len(register_gaps))} = "
            f"{format_percent(filled / len(register_gaps))})"
        )
    return f"{sentence} ; {pluralise(len(targets), 'cible du plan reste', 'cibles du plan restent')} sans valeur."


def _row(each: MissingIndicator, seen: DatedPlan, *, writes: bool) -> list[Any]:
    late = each.closed_on is None and each.due_on is not None and each.due_on < today()
    action = (
        {"text": each.needed_for, "note": f"action {each.action_number}"}
        if each.action_number
        else {"text": each.needed_for}
    )
    return [
        {"text": each.label, "note": f"n° {each.number}, noté le {format_day(each.noted_on)} par {each.person_name}"},
        action,
        each.owed_by,
        {"text": format_day(each.due_on) if each.due_on else "pas de date", "note": "en retard" if late else ""},
        _state_cell(each, seen, writes=writes),
    ]


def _state_cell(each: MissingIndicator, seen: DatedPlan, *, writes: bool) -> Any:
    if each.closed_on is not None:
        word = "renseigné" if each.is_filled else "abandonné"
        return {"text": f"{word} le {format_day(each.closed_on)}", "note": each.closed_reason}
    linked_surveys = [aim.survey for aim in each.surveys.all()]
    if linked_surveys:
        return {
            "text": f"enquête « {linked_surveys[-1].title} »",
            "url": seen.url("gaps:survey", linked_surveys[-1].number),
        }
    return {"text": "Fermer ce manque", "url": seen.url("gaps:close", each.number)} if writes else "à combler"


def _survey_row(each: SurveyDetails, seen: DatedPlan) -> list[Any]:
    survey = each.survey
    days = [format_day(on) for on in (survey.first_on, survey.last_on) if on]
    gave = [
        f"{measure.gap.label} : {format_number(measure.estimate.value, 1)} %{margin_text(measure.estimate.margin)}"
        for measure in each.measures
        if measure.estimate
    ]
    order = f"commande {survey.order_reference}" if survey.order_reference else "sans commande"
    return [
        {"text": survey.title, "url": seen.url("gaps:survey", survey.number), "note": survey.supplier},
        " au ".join(days) or "dates à fixer",
        format_number(each.respondents) if each.respondents is not None else "aucune encore",
        {"text": format_euros(survey.cost_cents) if survey.cost_cents is not None else "à définir", "note": order},
        " ; ".join(gave) or "rien encore",
    ]


def margin_text(margin: Any) -> str:
    return f" ± {format_number(margin, 1)} points" if margin is not None else ", marge non calculable"


def _unmeasured_row(each: UnmeasuredTarget, seen: DatedPlan) -> list[Any]:
    return [
        {"text": str(each.action), "value": str(each.action), "url": seen.url("plan:action", each.action)},
        {"text": each.what, "note": each.sentence},
        {"text": each.owed_by or "non dit", "note": "en retard" if each.is_late else ""},
    ]
