"""« D’où viennent les chiffres que l’on ne calcule pas ? »: series and declared values, entered by form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from pacte.exchange.series_files.reading import series_sources
from pacte.exchange.series_records import SeriesSource
from pacte.indicators.permissions import may
from pacte.indicators.queries import find_zone, indicators, series_by_code, series_summaries
from pacte.indicators.records import DIRECTION_LABELS, TERRITORY_LABELS, Direction, IndicatorKind, TerritoryRule
from pacte.indicators.records.series_input import PointsImportResult, SeriesInput, SeriesPointInput
from pacte.indicators.rules.periods import parse_period_day
from pacte.indicators.services import add_points, declare_point, record_series_break, save_series
from pacte.kernel.errors import ValidationError, hide_unless
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web import form_fields as fields
from pacte.web.page import Crumb, FormPage
from pacte.web.pages.figures.figures_page import FiguresPage
from pacte.web.tables import Column, Table, cell, day_column, number_column

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


def _declared_choices() -> list[tuple[str, str]]:
    declared = [each for each in indicators().values() if each.kind is IndicatorKind.DECLARED]
    return [("", "Choisissez"), *((each.code, f"{each.number} {each.label}") for each in declared)]


class DeclareIndicatorForm(SeriesPointForm):
    """Same form, for a declared indicator of the catalogue."""

    field_order = ("code",)
    code = forms.ChoiceField(label="Quel indicateur ?", choices=_declared_choices)


class SeriesBreakForm(forms.Form):
    on = fields.day_field("À partir du")
    reason = fields.reason_field("Pourquoi les valeurs ne se comparent-elles plus ?")


class SeriesPage(FiguresPage):
    """A page for those who edit the series of the Region; other readers get ``NotFound``."""

    is_dated = False
    crumb = "Séries et déclarations"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(may(self.actor, "indicators.import_series", self.host.pk))


class SeriesFormPage(SeriesPage, FormPage):
    """A form about the series, or about the one of the URL; the last breadcrumb is the verb of its button."""

    back = "figures:series"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.crumb = self.submit_label
        if "code" in kwargs:
            self.series = series_by_code(actor=self.actor, host_id=self.host.pk, code=kwargs["code"])

    def breadcrumb(self) -> Sequence[Crumb]:
        catalogue, own = super().breadcrumb()
        return [catalogue, (SeriesPage.crumb, self.back_url), own]


@SeriesPage.view(template_name="figures/series.html", title="D’où viennent les chiffres que l’on ne calcule pas ?")
def listing(page: SeriesPage) -> dict[str, Any]:
    summaries = series_summaries(actor=page.actor, host_id=page.host.pk, known_on=page.on)
    table = Table(
        summaries,
        Column("Série", lambda each: cell(each.label, note=each.code, url=page.url("figures:indicator", each.code))),
        day_column("Jusqu’au", lambda each: format_day(each.last) if each.last else "aucune"),
        number_column("Valeurs", lambda each: format_number(each.values)),
        Column("Source", lambda each: each.source),
        Column("Ajouter", lambda each: cell("une valeur", url=page.url("figures:series_value", each.code))),
        Column(
            "Ruptures",
            lambda each: cell(
                pluralise(each.breaks, "rupture") if each.breaks else "en noter une",
                url=page.url("figures:series_break", each.code),
            ),
        ),
        id="series-table",
        caption="Séries",
        empty="Aucune série. Ajoutez d’abord sa fiche, puis ses valeurs.",
    )
    answer = f"{pluralise(len(summaries), 'série')}. Une valeur corrigée garde celle qu’elle remplace."
    return {"answer": answer, "series": table, "sources": _source_table()}


def _source_table() -> Table[SeriesSource]:
    """What a file must hold to be recognised."""
    return Table(
        series_sources().values(),
        Column("Source", lambda each: cell(each.label, note=each.licence)),
        Column("Ce qu’elle donne", lambda each: " ; ".join(series.label for series in each.series)),
        Column("Reconnue à ses titres", lambda each: ", ".join(each.headings)),
        id="sources-table",
        caption="Sources reconnues",
    )


@SeriesFormPage.view(form_class=SeriesForm, title="Quelle série ajouter ?", submit_label="Ajouter la série")
def add_series(page: SeriesFormPage, data: dict[str, Any]) -> str:
    sheet = data | {"territory": TerritoryRule(data["territory"]), "direction": Direction(data["direction"])}
    series = save_series(actor=page.actor, host=page.host, data=SeriesInput(**sheet))
    return f"La série « {series.label} » est au catalogue. Ajoutez ses valeurs."


@SeriesFormPage.view(
    form_class=SeriesPointForm,
    title=lambda page: f"Quelle valeur pour « {page.series.label} » ?",
    submit_label="Ajouter la valeur",
)
def add_value(page: SeriesFormPage, data: dict[str, Any]) -> str:
    done = add_points(actor=page.actor, series=page.series, points=[_point(data)], source_label=data["proof"])
    return _result_message(done)


@SeriesFormPage.view(
    form_class=SeriesBreakForm,
    title=lambda page: f"Quelle rupture dans « {page.series.label} » ?",
    submit_label="Noter la rupture",
)
def add_break(page: SeriesFormPage, data: dict[str, Any]) -> str:
    record_series_break(actor=page.actor, series=page.series, on=data["on"], reason=data["reason"])
    return "La rupture est notée : la courbe la montre."


@SeriesFormPage.view(
    form_class=DeclareIndicatorForm, title="Quelle valeur déclarer ?", submit_label="Déclarer la valeur"
)
def declare(page: SeriesFormPage, data: dict[str, Any]) -> str:
    done = declare_point(actor=page.actor, host=page.host, code=data["code"], point=_point(data), proof=data["proof"])
    return _result_message(done)


def _point(data: dict[str, Any]) -> SeriesPointInput:
    """Raises ``ValidationError`` for an unknown place or an invalid day."""
    zone = find_zone(data["zone"])
    first, last = parse_period_day(data["first"]), parse_period_day(data["last"], last=True)
    if last < first:
        raise ValidationError("last", "La période finit avant de commencer.", hint="Inversez les deux dates.")
    return SeriesPointInput(
        zone.kind, zone.code, first, last, data["value"], split=data["split"], numerator=data["numerator"],
        denominator=data["denominator"], margin=data["margin"],
    )  # fmt: skip


def _result_message(done: PointsImportResult) -> str:
    if done.corrected:
        return "La valeur est corrigée ; celle d’avant reste dans l’histoire."
    return "La valeur est ajoutée." if done.added else "Cette valeur était déjà connue."
