"""One survey: its questionnaire, sample and weights, its results with their margins, its cost."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from pacte.indicators.queries.gaps import SurveyDetails, SurveyMeasure, can_edit_gaps, plan_gaps, survey_by_number
from pacte.indicators.records.survey import SurveyInput
from pacte.indicators.rules.survey import parse_strata, sample_size_needed
from pacte.indicators.services.gaps import open_survey, record_survey_answers
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.kernel.money import format_euros
from pacte.web.dated_plan import DatedPlan, dated_plan_page_context, load_dated_plan
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.gaps.forms import SurveyAnswersForm, SurveyForm
from pacte.web.pages.gaps.register_page import STYLESHEET, gaps_breadcrumb, load_editable_plan, margin_text
from pacte.web.require_login import require_login

STRATUM_COLUMNS = (
    {"label": "Strate"},
    {"label": "Population", "kind": "num"},
    {"label": "Réponses", "kind": "num"},
    {"label": "Poids d’une réponse", "kind": "num"},
    {"label": "Oui", "kind": "num"},
    {"label": "Part", "kind": "num"},
)


@require_login
@require_safe
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    seen = load_dated_plan(request, code)
    read = survey_by_number(actor=seen.actor, plan=seen.plan, number=number)
    writes = can_edit_gaps(actor=seen.actor, plan=seen.plan) and seen.is_today
    values = dated_plan_page_context(
        request, seen, breadcrumb=gaps_breadcrumb(seen, read.survey.title), nav="territory"
    ) | {
        "survey": read.survey,
        "answer": _summary_sentence(read),
        "facts": _facts(read),
        "columns": STRATUM_COLUMNS,
        "measures": [_measure_section(each, seen, number, writes=writes) for each in read.measures],
    }
    return render(request, "gaps/survey.html", values)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def buy(request: HttpRequest, code: str) -> HttpResponse:
    seen = load_editable_plan(request, code)
    known = {str(each.number): each for each in plan_gaps(actor=seen.actor, plan=seen.plan) if each.closed_on is None}
    form = SurveyForm(
        request.POST if request.method == "POST" else None, gaps=[(key, each.label) for key, each in known.items()]
    )

    def run(data: dict[str, Any]) -> str:
        aims = [known[key] for key in data.pop("gaps")]
        survey = SurveyInput(sample_size=data.pop("asked"), **data)
        made = open_survey(actor=seen.actor, plan=seen.plan, data=survey, gaps=aims)
        return f"L’enquête « {made.title} » est au registre, sous le numéro {made.number}."

    page_config = FormPage(
        "Quelle enquête acheter ?", "Inscrire l’enquête", seen.url("gaps:list"), stylesheet=STYLESHEET,
        intro="Pour un résultat à ± 5 points sur la région, il faut environ "
        f"{format_number(sample_size_needed(10**6, margin_points=5))} réponses tirées au hasard ; à ± 3 points, "
        f"{format_number(sample_size_needed(10**6, margin_points=3))}.",
    )  # fmt: skip
    return form_page(
        request,
        page_config,
        form,
        run,
        dated_plan_page_context(
            request, seen, breadcrumb=gaps_breadcrumb(seen, "Acheter"), nav="territory", dated=False
        ),
    )


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, code: str, number: int, gap: int) -> HttpResponse:
    seen = load_editable_plan(request, code)
    read = survey_by_number(actor=seen.actor, plan=seen.plan, number=number)
    measure = next((each for each in read.measures if each.gap.number == gap), None)
    if measure is None:
        raise NotFound

    def run(data: dict[str, Any]) -> str:
        estimate = record_survey_answers(
            actor=seen.actor, survey=read.survey, gap=measure.gap, strata=parse_strata(data["strata"]), on=data["on"]
        )
        return f"{measure.gap.label} : {estimate.value:f} %{margin_text(estimate.margin)}.".replace(".", ",", 1)

    page_config = FormPage(
        "Qu’a répondu la population ?", "Calculer et garder", seen.url("gaps:survey", number), stylesheet=STYLESHEET,
        note=f"Enquête « {read.survey.title} », pour : {measure.gap.label}.",
        intro="Chaque strate pèse ce qu’elle pèse dans la population ; la marge est à 95 %.",
    )  # fmt: skip
    form = SurveyAnswersForm(request.POST if request.method == "POST" else None)
    return form_page(
        request,
        page_config,
        form,
        run,
        dated_plan_page_context(
            request, seen, breadcrumb=gaps_breadcrumb(seen, "Réponses"), nav="territory", dated=False
        ),
    )


def _summary_sentence(read: SurveyDetails) -> str:
    measures = [each for each in read.measures if each.estimate]
    if not measures:
        return "Aucune réponse n’est encore gardée."
    return " ; ".join(
        f"{each.gap.label} : {format_number(each.estimate.value, 1)} %{margin_text(each.estimate.margin)}"
        for each in measures
        if each.estimate
    )


def _facts(read: SurveyDetails) -> list[dict[str, str]]:
    survey = read.survey
    days = [format_day(on) for on in (survey.first_on, survey.last_on) if on]
    rate = f"{format_number(read.respondents * 100 / survey.sample_size, 1)} % des personnes interrogées" if (
        read.respondents is not None and survey.sample_size
    ) else ""  # fmt: skip
    return [
        {"label": "Terrain", "value": " au ".join(days) or "dates à fixer"},
        {
            "label": "Échantillon",
            "value": pluralise(survey.sample_size, "personne") if survey.sample_size else "à fixer",
            "note": f"{pluralise(read.respondents, 'réponse')} ; {rate}".strip(" ;") if read.respondents else "",
        },
        {"label": "Prestataire", "value": survey.supplier or "à choisir"},
        {
            "label": "Coût",
            "value": format_euros(survey.cost_cents) if survey.cost_cents is not None else "à définir",
            "note": f"commande {survey.order_reference}" if survey.order_reference else "sans commande",
        },
    ]


def _measure_section(each: SurveyMeasure, seen: DatedPlan, survey: int, *, writes: bool) -> dict[str, Any]:
    estimate = each.estimate
    text = ""
    if estimate:
        text = (
            f"{format_number(estimate.value, 1)} %{margin_text(estimate.margin)}, "
            f"{pluralise(estimate.respondents, 'réponse')} pour "
            f"{pluralise(estimate.population, 'personne')} ; sans pondération, "
            f"{format_number(estimate.unweighted, 1)} %."
        )
    return {
        "id": f"mesure-{each.gap.number}",
        "title": each.gap.label,
        "told": text,
        "times": pluralise(each.batches, "fois") if each.batches > 1 else "",
        "rows": [
            [
                one.label,
                {"text": format_number(one.population), "value": str(one.population)},
                {"text": format_number(one.respondents), "value": str(one.respondents)},
                format_number(one.weight, 1),
                {"text": format_number(one.yes), "value": str(one.yes)},
                f"{format_number(one.yes * 100 / one.respondents, 1)} %",
            ]
            for one in each.strata
        ],
        "url": seen.url("gaps:answers", survey, each.gap.number) if writes else "",
    }
