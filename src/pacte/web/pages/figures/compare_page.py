"""« Qu’est-ce qui a bougé, et où ? »: one indicator by territory, two years side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from pacte.indicators.facts.dimensions import PEOPLE, ZONE
from pacte.indicators.facts.dimensions import PLACES as PLACE_RELATIONS
from pacte.indicators.queries import indicators
from pacte.indicators.queries.answer_sets import answer_question
from pacte.indicators.records import Indicator, IndicatorKind, TimeRule, Value
from pacte.kernel.french import apply_french_spacing, fold_text, format_number
from pacte.web.charts.before_after import BeforeAfter, before_after_svg
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.figures.page_context import (
    CUT_LABELS,
    CUT_PARAM,
    DAY_PARAM,
    FigureFilters,
    FiguresReader,
    figure_select_field,
    figures_page_context,
    figures_reader,
    has_territory,
    parse_figure_filters,
    question_for_filters,
)
from pacte.web.pages.figures.value_text import short_value_text, value_as_decimal, value_cell
from pacte.web.require_login import require_login

INDICATOR_PARAM, BEFORE_PARAM, AFTER_PARAM = "indicateur", "avant", "apres"
_DEFAULT_INDICATOR = "fill_of_places_bought"


@require_login
@require_safe
@heavy_view
def page(request: HttpRequest) -> HttpResponse:
    reader = figures_reader(request)
    choice = parse_figure_filters(request, reader)
    known = {each.code: each for each in indicators().values() if _is_local(each)}
    indicator = known.get(request.GET.get(INDICATOR_PARAM, ""), known[_DEFAULT_INDICATOR])
    years = [str(each) for each in reader.years]
    before = _year(request, BEFORE_PARAM, years, years[max(0, len(years) - 2)])
    after = _year(request, AFTER_PARAM, years, years[-1])
    table = _table(reader, choice, indicator, before, after) if reader.has_facts and has_territory() else {}
    context = figures_page_context(reader, request, ("Comparer", "")) | {
        "title": "Qu’est-ce qui a bougé, et où ?",
        "answer": table.pop("answer", "Rien ne se compare encore : les faits ou le territoire manquent."),
        "asked": indicator,
        "fields": [
            figure_select_field(
                INDICATOR_PARAM, "Indicateur", [(each.code, each.label) for each in known.values()], indicator.code
            ),
            figure_select_field(BEFORE_PARAM, "Année", [(each, each) for each in years], before),
            figure_select_field(AFTER_PARAM, "comparée à", [(each, each) for each in years], after),
            figure_select_field(
                CUT_PARAM, "Par", [(each.value, words) for each, words in CUT_LABELS.items()], choice.cut
            ),
        ],
        "hidden_day": "" if reader.is_today else reader.on.isoformat(),
        "day_name": DAY_PARAM,
        **table,
    }
    return render(request, "figures/compare.html", context)


def _is_local(indicator: Indicator) -> bool:
    """Whether the indicator is computed from facts that have a place and a date."""
    local = PEOPLE | PLACE_RELATIONS
    return (
        indicator.kind is IndicatorKind.COMPUTED
        and indicator.is_public
        and indicator.time in (TimeRule.FLOW, TimeRule.COHORT)
        and all(measure.relation in local for measure in indicator.measures)
    )


def _year(request: HttpRequest, name: str, years: list[str], usual: str) -> str:
    wanted = request.GET.get(name, "")
    return wanted if wanted in years else usual


def _table(
    reader: FiguresReader, choice: FigureFilters, indicator: Indicator, before: str, after: str
) -> dict[str, Any]:
    first, second = _values(reader, choice, indicator, before), _values(reader, choice, indicator, after)
    labels = {code: label for code, (label, _) in (first | second).items() if code}
    order = sorted(labels, key=lambda code: (code == "unknown", fold_text(labels[code])))
    seen = [
        each
        for by_zone in (first, second)
        for _, value in by_zone.values()
        if (each := value_as_decimal(value)) is not None
    ]
    low, high = (min(seen), max(seen)) if seen else (0, 1)

    def row(code: str, label: str, *, drawn: bool = True) -> list[Any]:
        old, new = (by_zone.get(code, ("", None))[1] for by_zone in (first, second))
        gap = BeforeAfter(value_as_decimal(old) if old else None, value_as_decimal(new) if new else None)
        picture = mark_safe(before_after_svg(gap, low=low, high=high)) if drawn else ""  # noqa: S308 - a drawing of ours
        return [
            label,
            value_cell(indicator, old) if old else "",
            value_cell(indicator, new) if new else "",
            _difference_cell(gap),
            picture,
        ]

    return {
        "columns": [
            {"label": f"{CUT_LABELS[choice.cut][:1].upper()}{CUT_LABELS[choice.cut][1:]}"},
            {"label": before, "kind": "num"},
            {"label": after, "kind": "num"},
            {"label": "Écart", "kind": "num"},
            {"label": f"Du rond vide ({before}) au rond plein ({after})"},
        ],
        "rows": [row(code, labels[code]) for code in order],
        "totals": row("", "Ensemble", drawn=False),
        "answer": _summary_sentence(
            indicator, first.get("", ("", None))[1], second.get("", ("", None))[1], before, after
        ),
    }


def _values(
    reader: FiguresReader, choice: FigureFilters, indicator: Indicator, year: str
) -> dict[str, tuple[str, Value]]:
    """Label and value by zone code, "" for the total."""
    question = replace(question_for_filters(reader, replace(choice, period=year), indicator.code), by=(ZONE,))
    answer = answer_question(actor=reader.actor, host_id=reader.host.pk, question=question).answers[0]
    cells = {line.keys[0][1]: (line.keys[0][2], line.value) for line in answer.rows[1:] if line.keys}
    return {"": ("Ensemble", answer.total.value)} | cells


def _difference_cell(gap: BeforeAfter) -> Any:
    if gap.before is None or gap.after is None:
        return ""
    moved = gap.after - gap.before
    places = 0 if moved == moved.to_integral_value() else 1
    sign = "▲ +" if moved > 0 else "▼ " if moved < 0 else ""
    return {"text": f"{sign}{format_number(moved, places)}", "value": f"{moved:.4f}"}


def _summary_sentence(indicator: Indicator, old: Value | None, new: Value | None, before: str, after: str) -> str:
    if old is None or new is None:
        return "Rien ne se compte pour ces choix."
    return apply_french_spacing(
        f"{indicator.label} : {short_value_text(indicator, old)} en {before}, "
        f"{short_value_text(indicator, new)} en {after}."
    )
