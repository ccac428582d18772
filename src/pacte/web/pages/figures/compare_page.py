"""« Qu’est-ce qui a bougé, et où ? »: one indicator by territory, two years side by side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst

from pacte.indicators.facts.dimensions import PEOPLE, PLACES, ZONE
from pacte.indicators.queries import indicators
from pacte.indicators.records import Indicator, IndicatorKind, TimeRule, Value
from pacte.kernel.french import apply_french_spacing, fold_text, format_number
from pacte.web.charts.row_marks import BeforeAfter, before_after_svg
from pacte.web.filter_form import select_field
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.figures.figures_page import (
    CUT_CHOICES,
    CUT_LABELS,
    FigureFilters,
    FiguresPage,
)
from pacte.web.tables import Cell, Column, Table, cell, number_column
from pacte.web.value_text import short_value_text, value_as_decimal, value_cell

_DEFAULT_INDICATOR = "fill_of_places_bought"
# Label and value by zone code, "" for the total.
ZoneValues = dict[str, tuple[str, Value]]


class CompareFilters(FigureFilters):
    indicateur = forms.CharField(initial="")
    avant = forms.ChoiceField(initial="")
    apres = forms.ChoiceField(initial="")


@FiguresPage.view(
    template_name="figures/compare.html",
    title="Qu’est-ce qui a bougé, et où ?",
    crumb="Comparer",
    filter_class=CompareFilters,
    decorators=(heavy_view,),
)
def compare(page: FiguresPage) -> dict[str, Any]:
    known = {each.code: each for each in indicators().values() if _is_local(each)}
    indicator = known.get(page.filter("indicateur"), known[_DEFAULT_INDICATOR])
    years = [str(each) for each in page.years]
    before, after = page.filter("avant") or years[-2:][0], page.filter("apres") or years[-1]
    choices = [(each, each) for each in years]
    values: dict[str, Any] = {
        "answer": "Rien ne se compare encore : les faits ou le territoire manquent.",
        "asked": indicator,
        "fields": [
            select_field(
                "indicateur", "Indicateur", [(each.code, each.label) for each in known.values()], indicator.code
            ),
            select_field("avant", "Année", choices, before),
            select_field("apres", "comparée à", choices, after),
            select_field("decoupage", "Par", CUT_CHOICES, page.filter("decoupage")),
        ],
    }
    if page.has_facts and page.has_territory:
        old, new = _zone_values(page, indicator, before), _zone_values(page, indicator, after)
        values["table"] = _table(page, indicator, (before, old), (after, new))
        values["answer"] = apply_french_spacing(
            f"{indicator.label} : {short_value_text(indicator, old[''][1])} en {before}, "
            f"{short_value_text(indicator, new[''][1])} en {after}."
        )
    return values


def _is_local(indicator: Indicator) -> bool:
    """Whether the indicator is computed from facts that have a place and a date."""
    return (
        indicator.kind is IndicatorKind.COMPUTED
        and indicator.is_public
        and indicator.time in (TimeRule.FLOW, TimeRule.COHORT)
        and all(measure.relation in PEOPLE | PLACES for measure in indicator.measures)
    )


def _zone_values(page: FiguresPage, indicator: Indicator, year: str) -> ZoneValues:
    answer = page.ask(page.question(indicator.code, by=(ZONE,), period=year)).answers[0]
    cells = {line.keys[0][1]: (line.keys[0][2], line.value) for line in answer.rows[1:] if line.keys}
    return {"": ("Ensemble", answer.total.value)} | cells


def _table(
    page: FiguresPage, indicator: Indicator, old: tuple[str, ZoneValues], new: tuple[str, ZoneValues]
) -> Table[str]:
    (before, first), (after, second) = old, new
    labels = {code: label for code, (label, _) in (first | second).items()}
    old_values, new_values = ({code: value for code, (_, value) in by_zone.items()} for by_zone in (first, second))
    exact = [value_as_decimal(value) for value in (*old_values.values(), *new_values.values())]
    known = [each for each in exact if each is not None]
    low, high = (min(known), max(known)) if known else (0, 1)

    def gap(code: str) -> BeforeAfter:
        return BeforeAfter(value_as_decimal(old_values.get(code)), value_as_decimal(new_values.get(code)))

    return Table(
        sorted(labels.keys() - {""}, key=lambda code: (code == "unknown", fold_text(labels[code]))),
        Column(capfirst(CUT_LABELS[page.filter("decoupage")]), lambda code: labels[code], total="Ensemble"),
        number_column(
            before, lambda code: value_cell(indicator, old_values.get(code)), value_cell(indicator, old_values[""])
        ),
        number_column(
            after, lambda code: value_cell(indicator, new_values.get(code)), value_cell(indicator, new_values[""])
        ),
        number_column("Écart", lambda code: _difference_cell(gap(code)), _difference_cell(gap(""))),
        Column(
            f"Du rond vide ({before}) au rond plein ({after})",
            lambda code: before_after_svg(gap(code), low=low, high=high),
        ),
        id="ecarts",
        caption=indicator.label,
    )


def _difference_cell(gap: BeforeAfter) -> Cell:
    if gap.before is None or gap.after is None:
        return ""
    moved = gap.after - gap.before
    sign = "▲ +" if moved > 0 else "▼ " if moved < 0 else ""
    places = 0 if moved == moved.to_integral_value() else 1
    return cell(f"{sign}{format_number(moved, places)}", value=f"{moved:.4f}")
