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
from pacte.web.pages.gaps.forms import AnswersForm, SurveyForm
from pacte.web.pages.gaps.register_page import STYLE, margin_told, trail, writing
from pacte.web.plan_act import ActPage, act_page
from pacte.web.plan_seen import PlanSeen, frame_of, plan_seen
from pacte.web.signed_in import signed_in

STRATA = (
    {"label": "Strate"},
    {"label": "Population", "kind": "num"},
    {"label": "Réponses", "kind": "num"},
    {"label": "Poids d’une réponse", "kind": "num"},
    {"label": "Oui", "kind": "num"},
    {"label": "Part", "kind": "num"},
)


@signed_in
@require_safe
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    seen = plan_seen(request, code)
    read = survey_by_number(actor=seen.actor, plan=seen.plan, number=number)
    writes = can_edit_gaps(actor=seen.actor, plan=seen.plan) and seen.is_today
    values = frame_of(request, seen, trail=trail(seen, read.survey.title), nav="territory") | {
        "survey": read.survey,
        "answer": _answer(read),
        "facts": _facts(read),
        "columns": STRATA,
        "measures": [_measure(each, seen, number, writes=writes) for each in read.measures],
    }
    return render(request, "gaps/survey.html", values)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def buy(request: HttpRequest, code: str) -> HttpResponse:
    seen = writing(request, code)
    known = {str(each.number): each for each in plan_gaps(actor=seen.actor, plan=seen.plan) if each.closed_on is None}
    form = SurveyForm(
        request.POST if request.method == "POST" else None, gaps=[(key, each.label) for key, each in known.items()]
    )

    def run(given: dict[str, Any]) -> str:
        aims = [known[key] for key in given.pop("gaps")]
        made = open_survey(actor=seen.actor, plan=seen.plan, data=SurveyInput(**given), gaps=aims)
        return f"L’enquête « {made.title} » est au registre, sous le numéro {made.number}."

    said = ActPage(
        "Quelle enquête acheter ?", "Inscrire l’enquête", seen.url("gaps:list"), stylesheet=STYLE,
        answer="Pour un résultat à ± 5 points sur la région, il faut environ "
        f"{format_number(sample_size_needed(10**6, margin_points=5))} réponses tirées au hasard ; à ± 3 points, "
        f"{format_number(sample_size_needed(10**6, margin_points=3))}.",
    )  # fmt: skip
    return act_page(
        request, said, form, run, frame_of(request, seen, trail=trail(seen, "Acheter"), nav="territory", dated=False)
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, code: str, number: int, gap: int) -> HttpResponse:
    seen = writing(request, code)
    read = survey_by_number(actor=seen.actor, plan=seen.plan, number=number)
    measured = next((each for each in read.measures if each.gap.number == gap), None)
    if measured is None:
        raise NotFound

    def run(given: dict[str, Any]) -> str:
        found = record_survey_answers(
            actor=seen.actor, survey=read.survey, gap=measured.gap, strata=parse_strata(given["strata"]), on=given["on"]
        )
        return f"{measured.gap.label} : {found.value:f} %{margin_told(found.margin)}.".replace(".", ",", 1)

    said = ActPage(
        "Qu’a répondu la population ?", "Calculer et garder", seen.url("gaps:survey", number), stylesheet=STYLE,
        note=f"Enquête « {read.survey.title} », pour : {measured.gap.label}.",
        answer="Chaque strate pèse ce qu’elle pèse dans la population ; la marge est à 95 %.",
    )  # fmt: skip
    form = AnswersForm(request.POST if request.method == "POST" else None)
    return act_page(
        request, said, form, run, frame_of(request, seen, trail=trail(seen, "Réponses"), nav="territory", dated=False)
    )


def _answer(read: SurveyDetails) -> str:
    found = [each for each in read.measures if each.estimate]
    if not found:
        return "Aucune réponse n’est encore gardée."
    return " ; ".join(
        f"{each.gap.label} : {format_number(each.estimate.value, 1)} %{margin_told(each.estimate.margin)}"
        for each in found
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


def _measure(each: SurveyMeasure, seen: PlanSeen, survey: int, *, writes: bool) -> dict[str, Any]:
    found = each.estimate
    told = ""
    if found:
        told = (
            f"{format_number(found.value, 1)} %{margin_told(found.margin)}, {pluralise(found.respondents, 'réponse')} pour "
            f"{pluralise(found.population, 'personne')} ; sans pondération, {format_number(found.unweighted, 1)} %."
        )
    return {
        "id": f"mesure-{each.gap.number}",
        "title": each.gap.label,
        "told": told,
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
