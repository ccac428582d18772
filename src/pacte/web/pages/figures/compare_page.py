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
from pacte.web.charts.gap import Gap, drawing
from pacte.web.heavy import heavy
from pacte.web.pages.figures.frame import (
    CUT,
    CUTS,
    DAY,
    Choice,
    Reader,
    choice_of,
    frame,
    has_territory,
    question_of,
    reader_of,
    select,
)
from pacte.web.pages.figures.words import cell, decimal, short
from pacte.web.signed_in import signed_in

WHAT, BEFORE, AFTER = "indicateur", "avant", "apres"
_USUAL = "fill_of_places_bought"


@signed_in
@require_safe
@heavy
def page(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    choice = choice_of(request, reader)
    known = {each.code: each for each in indicators().values() if _is_local(each)}
    asked = known.get(request.GET.get(WHAT, ""), known[_USUAL])
    years = [str(each) for each in reader.years]
    before = _year(request, BEFORE, years, years[max(0, len(years) - 2)])
    after = _year(request, AFTER, years, years[-1])
    table = _table(reader, choice, asked, before, after) if reader.has_facts and has_territory() else {}
    context = frame(reader, request, ("Comparer", "")) | {
        "title": "Qu’est-ce qui a bougé, et où ?",
        "answer": table.pop("answer", "Rien ne se compare encore : les faits ou le territoire manquent."),
        "asked": asked,
        "fields": [
            select(WHAT, "Indicateur", [(each.code, each.label) for each in known.values()], asked.code),
            select(BEFORE, "Année", [(each, each) for each in years], before),
            select(AFTER, "comparée à", [(each, each) for each in years], after),
            select(CUT, "Par", [(each.value, words) for each, words in CUTS.items()], choice.cut),
        ],
        "hidden_day": "" if reader.is_today else reader.on.isoformat(),
        "day_name": DAY,
        **table,
    }  # fmt: skip
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


def _table(reader: Reader, choice: Choice, asked: Indicator, before: str, after: str) -> dict[str, Any]:
    first, second = _values(reader, choice, asked, before), _values(reader, choice, asked, after)
    labels = {code: label for code, (label, _) in (first | second).items() if code}
    order = sorted(labels, key=lambda code: (code == "unknown", fold_text(labels[code])))
    seen = [each for found in (first, second) for _, value in found.values() if (each := decimal(value)) is not None]
    low, high = (min(seen), max(seen)) if seen else (0, 1)

    def row(code: str, label: str, *, drawn: bool = True) -> list[Any]:
        old, new = (found.get(code, ("", None))[1] for found in (first, second))
        gap = Gap(decimal(old) if old else None, decimal(new) if new else None)
        picture = mark_safe(drawing(gap, low=low, high=high)) if drawn else ""  # noqa: S308 - a drawing of ours
        return [label, cell(asked, old) if old else "", cell(asked, new) if new else "", _moved(gap), picture]

    return {
        "columns": [
            {"label": f"{CUTS[choice.cut][:1].upper()}{CUTS[choice.cut][1:]}"}, {"label": before, "kind": "num"},
            {"label": after, "kind": "num"}, {"label": "Écart", "kind": "num"},
            {"label": f"Du rond vide ({before}) au rond plein ({after})"},
        ],
        "rows": [row(code, labels[code]) for code in order],
        "totals": row("", "Ensemble", drawn=False),
        "answer": _answer(asked, first.get("", ("", None))[1], second.get("", ("", None))[1], before, after),
    }  # fmt: skip


def _values(reader: Reader, choice: Choice, asked: Indicator, year: str) -> dict[str, tuple[str, Value]]:
    """Label and value by zone code, "" for the total."""
    question = replace(question_of(reader, replace(choice, period=year), asked.code), by=(ZONE,))
    found = answer_question(actor=reader.actor, host_id=reader.host.pk, question=question).answers[0]
    cells = {line.keys[0][1]: (line.keys[0][2], line.value) for line in found.rows[1:] if line.keys}
    return {"": ("Ensemble", found.total.value)} | cells


def _moved(gap: Gap) -> Any:
    if gap.before is None or gap.after is None:
        return ""
    moved = gap.after - gap.before
    places = 0 if moved == moved.to_integral_value() else 1
    sign = "▲ +" if moved > 0 else "▼ " if moved < 0 else ""
    return {"text": f"{sign}{format_number(moved, places)}", "value": f"{moved:.4f}"}


def _answer(asked: Indicator, old: Value | None, new: Value | None, before: str, after: str) -> str:
    if old is None or new is None:
        return "Rien ne se compte pour ces choix."
    return apply_french_spacing(f"{asked.label} : {short(asked, old)} en {before}, {short(asked, new)} en {after}.")
