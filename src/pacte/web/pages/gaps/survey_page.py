"""One survey: its questionnaire, sample and weights, its results with their margins, its cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from pacte.indicators.queries.gaps import SurveyDetails, SurveyMeasure, can_edit_gaps, plan_gaps, survey_by_number
from pacte.indicators.records.survey import Stratum, SurveyInput
from pacte.indicators.rules.survey import parse_strata, sample_size_needed
from pacte.indicators.services.gaps import open_survey, record_survey_answers
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found
from pacte.kernel.french import format_number, pluralise
from pacte.web import form_fields as fields
from pacte.web.pages.gaps.register_page import (
    GapsFormPage,
    GapsPage,
    cost_cell,
    field_days_text,
    margin_text,
    measured_text,
)
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.indicators.models import MissingIndicator


class SurveyFormPage(GapsFormPage):
    """Answers to one survey, for one of its gaps: both numbers are in the URL."""

    details: SurveyDetails
    measure: SurveyMeasure

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.details = survey_by_number(actor=self.actor, plan=self.plan, number=kwargs["number"])
        measure = ensure_found(next((each for each in self.details.measures if each.gap.number == kwargs["gap"]), None))
        self.measure = measure


class SurveyForm(fields.ChoicesForm):
    title = fields.text_field("Nom de l’enquête")
    gaps = forms.MultipleChoiceField(label="Quels manques doit-elle combler ?", widget=forms.CheckboxSelectMultiple)
    population = fields.paragraph_field(
        "Population interrogée", help_text="Qui, où, quand : « résidents de 16 à 65 ans… »."
    )
    questionnaire = fields.paragraph_field("Questionnaire", max_length=20_000, help_text="Les questions, dans l’ordre.")
    method = fields.paragraph_field("Tirage et pondération", required=False, help_text="Strates, base de tirage, mode.")
    asked = forms.IntegerField(label="Personnes à interroger", required=False, min_value=1, max_value=9_999_999)
    first_on = fields.day_field("Terrain, du", required=False)
    last_on = fields.day_field("Terrain, au", required=False)
    supplier = fields.text_field("Prestataire", required=False)
    order_reference = fields.text_field("Commande", 120, required=False, help_text="Numéro du bon ou du marché.")
    cost_cents = fields.AmountFormField(label="Coût", required=False, help_text="En euros.")


class SurveyAnswersForm(forms.Form):
    on = fields.day_field("Jour de la mesure", initial=today)
    strata = fields.paragraph_field(
        "Réponses par strate",
        max_length=20_000,
        help_text="Une ligne par strate : libellé ; population ; réponses ; oui. Sans strate, une seule ligne.",
    )


@GapsPage.view(template_name="gaps/survey.html")
def survey(page: GapsPage, number: int) -> dict[str, Any]:
    details = survey_by_number(actor=page.actor, plan=page.plan, number=number)
    page.crumb = details.survey.title
    writes = can_edit_gaps(actor=page.actor, plan=page.plan) and page.dated_plan.is_today
    return {
        "survey": details.survey,
        "answer": measured_text(details) or "Aucune réponse n’est encore gardée.",
        "facts": _facts(details),
        "measures": [
            {
                "id": f"mesure-{each.gap.number}",
                "title": each.gap.label,
                "told": _estimate_sentence(each),
                "times": pluralise(each.batches, "fois") if each.batches > 1 else "",
                "strata": _stratum_table(each),
                "url": page.url("gaps:answers", number, each.gap.number) if writes else "",
            }
            for each in details.measures
        ],
    }


@GapsFormPage.view(
    form_class=SurveyForm,
    crumb="Acheter",
    title="Quelle enquête acheter ?",
    submit_label="Inscrire l’enquête",
    intro="Pour un résultat à ± 5 points sur la région, il faut environ "
    f"{format_number(sample_size_needed(10**6, margin_points=5))} réponses tirées au hasard ; à ± 3 points, "
    f"{format_number(sample_size_needed(10**6, margin_points=3))}.",
    form_arguments=lambda page: {"choices": {"gaps": [(key, gap.label) for key, gap in _open_gaps(page).items()]}},
)
def buy(page: GapsFormPage, data: dict[str, Any]) -> str:
    gaps = [_open_gaps(page)[key] for key in data.pop("gaps")]
    inputs = SurveyInput(sample_size=data.pop("asked"), **data)
    bought = open_survey(actor=page.actor, plan=page.plan, data=inputs, gaps=gaps)
    return f"L’enquête « {bought.title} » est au registre, sous le numéro {bought.number}."


@SurveyFormPage.view(
    form_class=SurveyAnswersForm,
    crumb="Réponses",
    title="Qu’a répondu la population ?",
    submit_label="Calculer et garder",
    intro="Chaque strate pèse ce qu’elle pèse dans la population ; la marge est à 95 %.",
    note=lambda page: f"Enquête « {page.details.survey.title} », pour : {page.measure.gap.label}.",
    back_url=lambda page: page.url("gaps:survey", page.details.survey.number),
)
def answers(page: SurveyFormPage, data: dict[str, Any]) -> str:
    gap, strata = page.measure.gap, parse_strata(data["strata"])
    estimate = record_survey_answers(
        actor=page.actor, survey=page.details.survey, gap=gap, strata=strata, on=data["on"]
    )
    return f"{gap.label} : {estimate.value:f} %{margin_text(estimate.margin)}.".replace(".", ",", 1)


def _open_gaps(page: GapsPage) -> dict[str, MissingIndicator]:
    return {
        str(each.number): each
        for each in plan_gaps(actor=page.actor, plan=page.plan)
        if each.closed_on is None and not each.is_found
    }


def _facts(details: SurveyDetails) -> list[dict[str, str]]:
    survey, respondents = details.survey, details.respondents
    rate = (
        f"{format_number(respondents * 100 / survey.sample_size, 1)} % des personnes interrogées"
        if respondents is not None and survey.sample_size
        else ""
    )
    cost = cost_cell(details)
    return [
        {"label": "Terrain", "value": field_days_text(details)},
        {
            "label": "Échantillon",
            "value": pluralise(survey.sample_size, "personne") if survey.sample_size else "à fixer",
            "note": f"{pluralise(respondents, 'réponse')} ; {rate}".strip(" ;") if respondents else "",
        },
        {"label": "Prestataire", "value": survey.supplier or "à choisir"},
        {"label": "Coût", "value": cost["text"], "note": cost["note"]},
    ]


def _estimate_sentence(measure: SurveyMeasure) -> str:
    estimate = measure.estimate
    if not estimate:
        return ""
    return (
        f"{format_number(estimate.value, 1)} %{margin_text(estimate.margin)}, "
        f"{pluralise(estimate.respondents, 'réponse')} pour {pluralise(estimate.population, 'personne')} ; "
        f"sans pondération, {format_number(estimate.unweighted, 1)} %."
    )


def _stratum_table(measure: SurveyMeasure) -> Table[Stratum]:
    return Table(
        measure.strata,
        Column("Strate", lambda each: each.label),
        number_column("Population", lambda each: cell(format_number(each.population), value=str(each.population))),
        number_column("Réponses", lambda each: cell(format_number(each.respondents), value=str(each.respondents))),
        number_column("Poids d’une réponse", lambda each: format_number(each.weight, 1)),
        number_column("Oui", lambda each: cell(format_number(each.yes), value=str(each.yes))),
        number_column("Part", lambda each: f"{format_number(each.yes * 100 / each.respondents, 1)} %"),
        id=f"mesure-{measure.gap.number}-table",
        caption=measure.gap.label,
        empty="Aucune réponse gardée.",
    )
