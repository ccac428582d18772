"""« D’où viennent les chiffres que l’on ne calcule pas ? »: series and declared values, entered by form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pacte.indicators.permissions import may
from pacte.indicators.queries import find_zone, indicators, series_by_code, series_summaries
from pacte.indicators.records import DIRECTION_LABELS, TERRITORY_LABELS, Direction, IndicatorKind, TerritoryRule
from pacte.indicators.records.profile import SeriesSummary
from pacte.indicators.records.series_input import SeriesInput, SeriesPointInput
from pacte.indicators.rules.periods import parse_period_day
from pacte.indicators.services import add_points, declare_point, record_series_break, save_series
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web import form_fields as fields
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.figures.page_context import FiguresReader, figures_page_context, figures_reader
from pacte.web.require_login import require_login

STYLESHEET = "pacte/css/figures.css"
_COLUMNS = (
    {"label": "Série"}, {"label": "Jusqu’au", "kind": "day"}, {"label": "Valeurs", "kind": "num"},
    {"label": "Source"}, {"label": "Ajouter"}, {"label": "Ruptures"},
)  # fmt: skip
_PERIOD_HELP = "2020, 2020-03 ou 2020-03-15."


class SeriesForm(forms.Form):
    """Description of a series, with the fields of a computed indicator."""

    code = forms.SlugField(label="Code", max_length=80, help_text="Sans accent ni espace, par exemple « chomage_bit ».")
    label = fields.text_field("Nom", 300)
    question = fields.text_field(
        "Question", 300, help_text="Celle à laquelle la série répond, avec son point d’interrogation."
    )
    unit = fields.text_field("Unité", 120)
    entity = fields.text_field("Ce qui est compté", 300)
    source = fields.text_field("Source", 300)
    producer = fields.text_field("Producteur", 200, required=False)
    licence = fields.text_field("Licence", 120, required=False)
    url = forms.URLField(label="Adresse", max_length=500, required=False, assume_scheme="https")
    owner = fields.text_field("Qui en répond", 200)
    territory = forms.ChoiceField(
        label="Territoire", choices=[(each.value, TERRITORY_LABELS[each]) for each in TerritoryRule]
    )
    direction = forms.ChoiceField(label="Sens", choices=[(each.value, DIRECTION_LABELS[each]) for each in Direction])
    periodicity_months = forms.IntegerField(label="Une valeur tous les … mois", min_value=1, max_value=120, initial=12)
    delay_months = forms.IntegerField(label="Délai, en mois", min_value=0, max_value=60, initial=1)
    note = fields.paragraph_field("À savoir", required=False)


class SeriesPointForm(forms.Form):
    """A value for a place and a period."""

    zone = fields.text_field("Où", help_text="Un nom ou un code : « Cher », « region:24 », « employment_zone:2401 ».")
    first = fields.text_field("Du", 10, help_text=_PERIOD_HELP)
    last = fields.text_field("Au", 10, help_text="Compris.")
    value = fields.FrenchDecimalField(label="Valeur")
    numerator = fields.FrenchDecimalField(label="Numérateur", required=False)
    denominator = fields.FrenchDecimalField(label="Dénominateur", required=False)
    margin = fields.FrenchDecimalField(label="Marge d’erreur", required=False)
    split = fields.text_field(
        "Pour qui, pour quoi", 80, required=False, help_text="Un public, un métier… Vide : l’ensemble."
    )
    proof = fields.text_field("D’où vient-elle ?", 300, help_text="Le fichier, la page, le document où la vérifier.")


class DeclareIndicatorForm(SeriesPointForm):
    """Same form, for a declared indicator of the catalogue."""

    field_order = ("code",)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        declared = [each for each in indicators().values() if each.kind is IndicatorKind.DECLARED]
        choices = [("", "Choisissez"), *((each.code, f"{each.number} {each.label}") for each in declared)]
        self.fields["code"] = forms.ChoiceField(label="Quel indicateur ?", choices=choices)
        self.order_fields(["code"])


class SeriesBreakForm(forms.Form):
    on = fields.day_field("À partir du")
    reason = fields.reason_field("Pourquoi les valeurs ne se comparent-elles plus ?")


@require_login
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    reader = _series_editor(request)
    summaries = series_summaries(actor=reader.actor, host_id=reader.host.pk, known_on=reader.on)
    rows = [_row(each) for each in summaries]
    context = figures_page_context(reader, request, ("Séries et déclarations", ""), dated=False) | {
        "title": "D’où viennent les chiffres que l’on ne calcule pas ?",
        "answer": f"{pluralise(len(rows), 'série')}. Une valeur corrigée garde celle qu’elle remplace.",
        "columns": _COLUMNS,
        "rows": rows,
    }
    return render(request, "figures/series.html", context)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    reader = _series_editor(request)

    def run(data: dict[str, Any]) -> str:
        sheet = data | {"territory": TerritoryRule(data["territory"]), "direction": Direction(data["direction"])}
        series = save_series(actor=reader.actor, host=reader.host, data=SeriesInput(**sheet))
        return f"La série « {series.label} » est au catalogue. Ajoutez ses valeurs."

    return _series_form_page(
        request, reader, "Quelle série ajouter ?", "Ajouter la série", SeriesForm(request.POST or None), run
    )


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def add_value(request: HttpRequest, code: str) -> HttpResponse:
    reader = _series_editor(request)
    series = series_by_code(actor=reader.actor, host_id=reader.host.pk, code=code)

    def run(data: dict[str, Any]) -> str:
        point = _point(data)
        done = add_points(actor=reader.actor, series=series, points=[point], source_label=data["proof"])
        return _result_message(done.added, done.corrected)

    title = f"Quelle valeur pour « {series.label} » ?"
    return _series_form_page(request, reader, title, "Ajouter la valeur", SeriesPointForm(request.POST or None), run)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def add_break(request: HttpRequest, code: str) -> HttpResponse:
    reader = _series_editor(request)
    series = series_by_code(actor=reader.actor, host_id=reader.host.pk, code=code)

    def run(data: dict[str, Any]) -> str:
        record_series_break(actor=reader.actor, series=series, on=data["on"], reason=data["reason"])
        return "La rupture est notée : la courbe la montre."

    title = f"Quelle rupture dans « {series.label} » ?"
    return _series_form_page(request, reader, title, "Noter la rupture", SeriesBreakForm(request.POST or None), run)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    reader = _series_editor(request)

    def run(data: dict[str, Any]) -> str:
        done = declare_point(
            actor=reader.actor, host=reader.host, code=data["code"], point=_point(data), proof=data["proof"]
        )
        return _result_message(done.added, done.corrected)

    title = "Quelle valeur déclarer ?"
    return _series_form_page(
        request, reader, title, "Déclarer la valeur", DeclareIndicatorForm(request.POST or None), run
    )


def _series_editor(request: HttpRequest) -> FiguresReader:
    """Raises ``NotFound`` for users who may not edit the series of the Region."""
    reader = figures_reader(request)
    if not may(reader.actor, "indicators.import_series", reader.host.pk):
        raise NotFound
    return reader


def _series_form_page(
    request: HttpRequest, reader: FiguresReader, title: str, verb: str, form: forms.Form, run: Any
) -> HttpResponse:
    back = reverse("figures:series")
    if request.method == "POST" and not form.is_bound:
        form.is_bound = True
    page_config = FormPage(title, verb, back, stylesheet=STYLESHEET)
    trail = (("Séries et déclarations", back), (verb, ""))
    return form_page(request, page_config, form, run, figures_page_context(reader, request, *trail, dated=False))


def _point(data: dict[str, Any]) -> SeriesPointInput:
    """Raises ``ValidationError`` for an unknown place or an invalid day."""
    zone = find_zone(data["zone"])
    first, last = parse_period_day(data["first"]), parse_period_day(data["last"], last=True)
    if last < first:
        raise ValidationError("last", "La période finit avant de commencer.", hint="Inversez les deux dates.")
    value: Decimal = data["value"]
    return SeriesPointInput(
        zone.kind, zone.code, first, last, value, split=data["split"], numerator=data["numerator"],
        denominator=data["denominator"], margin=data["margin"],
    )  # fmt: skip


def _result_message(added: int, corrected: int) -> str:
    if corrected:
        return "La valeur est corrigée ; celle d’avant reste dans l’histoire."
    return "La valeur est ajoutée." if added else "Cette valeur était déjà connue."


def _row(series: SeriesSummary) -> list[Any]:
    breaks = series.breaks
    return [
        {"text": series.label, "note": series.code, "url": reverse("figures:indicator", args=[series.code])},
        {"text": format_day(series.last), "note": ""} if series.last else "aucune",
        format_number(series.values),
        series.source,
        {"text": "une valeur", "url": reverse("figures:series_value", args=[series.code])},
        {"text": pluralise(breaks, "rupture") if breaks else "en noter une",
         "url": reverse("figures:series_break", args=[series.code])},
    ]  # fmt: skip
