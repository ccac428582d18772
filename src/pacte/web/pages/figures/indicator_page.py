"""One indicator: value in a sentence, curve, explanation of changes, map and table, definition, data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from pacte.indicators.facts.dimensions import DIMENSIONS, PEOPLE, PROTECTED, ZONE
from pacte.indicators.queries import example_value
from pacte.indicators.queries.answer_sets import answer_question
from pacte.indicators.queries.curves import indicator_curve
from pacte.indicators.queries.manual_values import find_indicator
from pacte.indicators.queries.publications import public_tables, published_years
from pacte.indicators.records import (
    INDICATOR_KIND_LABELS,
    Indicator,
    IndicatorAnswer,
    IndicatorKind,
    IndicatorQuestion,
    ValueState,
)
from pacte.indicators.rules.suppression_consistency import is_total_only
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import apply_french_spacing
from pacte.plan.queries import content_of_version, version_on
from pacte.plan.records import Figure
from pacte.plan.rules.display import describe_figure_number
from pacte.reference.records import ZoneKind
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.figures.answer_map import answer_zone_map, borders_for_cut
from pacte.web.pages.figures.change_explanation import change_explanation_context
from pacte.web.pages.figures.crosstab import answer_crosstab, split_label
from pacte.web.pages.figures.indicator_charts import indicator_curve_chart
from pacte.web.pages.figures.page_context import (
    CUT_LABELS,
    CUT_PARAM,
    DAY_PARAM,
    FUND_PARAM,
    FigureFilters,
    FiguresReader,
    figure_filter_fields,
    figure_select_field,
    figures_page_context,
    figures_reader,
    file_links,
    has_territory,
    parse_figure_filters,
    question_for_period,
    question_scope_text,
    territory_outlines,
)
from pacte.web.pages.figures.page_context import (
    ZONE_PARAM as ZONE_NAME,
)
from pacte.web.pages.figures.value_text import (
    detailed_value_text,
    indicator_definition_rows,
    missing_value_text,
    short_value_text,
    side_counts_text,
)
from pacte.web.require_login import require_login

CROSS_PARAM = "croise"
_DEFAULT_CROSS = "objective"
# Splits with so many values that they make rows of their own, not columns next to zones.
_LONG_SPLITS = frozenset({"domain", "occupation", "provider", "funder", "cause", "financer"})
_IN_EVERY_CUT = "l’ensemble, par zone, par mois, par mois dans chaque zone"
_OF_A_YEAR = "l’ensemble, et par zone pour une seule année ; ce qui montrerait de petits effectifs est masqué"
_WHOLE = "l’ensemble ; ce qui montrerait de petits effectifs est masqué"
_MAX_ROWS = 40


@dataclass(frozen=True, slots=True)
class IndicatorPageData:
    """The indicator of a page, and the question asked of it."""

    reader: FiguresReader
    choice: FigureFilters
    indicator: Indicator
    question: IndicatorQuestion

    def answer(self, *by: str) -> IndicatorAnswer:
        """Computes the figure with these splits; the rest is as the page asks."""
        answer_set = answer_question(
            actor=self.reader.actor, host_id=self.reader.host.pk, question=replace(self.question, by=by)
        )
        return answer_set.answers[0]

    @property
    def is_counted(self) -> bool:
        return self.indicator.kind is IndicatorKind.COMPUTED

    @property
    def has_place(self) -> bool:
        is_money = any(measure.relation == "money" for measure in self.indicator.measures)
        return self.is_counted and not is_money and has_territory()

    @property
    def counts_residents(self) -> bool:
        """People have a residence and a session; places have only a session."""
        return self.is_counted and all(measure.relation in PEOPLE for measure in self.indicator.measures)


def load_indicator_page_data(request: HttpRequest, code: str) -> IndicatorPageData:
    """Raises ``NotFound`` for an unknown code."""
    reader = figures_reader(request)
    choice = parse_figure_filters(request, reader)
    try:
        indicator = find_indicator(actor=reader.actor, host_id=reader.host.pk, code=code, on=reader.on)
    except ValidationError as fault:
        if fault.code != "unknown_indicator":
            raise
        raise NotFound from fault
    question = question_for_period(reader, choice, indicator.code, is_counted=indicator.kind is IndicatorKind.COMPUTED)
    return IndicatorPageData(reader, choice, indicator, question)


@require_login
@require_safe
@heavy_view
def page(request: HttpRequest, code: str) -> HttpResponse:
    page_data = load_indicator_page_data(request, code)
    indicator, reader = page_data.indicator, page_data.reader
    if indicator.code != code:
        return HttpResponseRedirect(
            reverse("figures:indicator", args=[indicator.code]) + page_data.choice.querystring(reader)
        )
    targets = _targets(page_data)
    is_masked = reader.is_masked and indicator.suppresses_small_counts
    context = figures_page_context(reader, request, (" ".join((indicator.number, indicator.label)).strip(), "")) | {
        "title": indicator.question,
        "asked": indicator,
        "scope": question_scope_text(page_data.question),
        "fields": figure_filter_fields(reader, page_data.choice, places=page_data.has_place, cuts=page_data.has_place),
        "ask_url": f"{reverse('figures:question')}?indicateur={indicator.code}",
        "sheet": indicator_definition_rows(indicator, INDICATOR_KIND_LABELS[indicator.kind]),
        "targets": [_target(reader, number, figure) for number, figure in targets],
        "measures": _measures(indicator),
        "files": file_links("figures:indicator_file", page_data.choice.querystring(reader), code),
        "is_masked": is_masked,
        "data_note": (_WHOLE if is_total_only(indicator) else _OF_A_YEAR) if is_masked else _IN_EVERY_CUT,
    }
    if reader.has_facts:
        context |= _fact_sections(request, page_data, [figure for _, figure in targets])
    return render(request, "figures/indicator.html", context)


def _fact_sections(request: HttpRequest, seen: IndicatorPageData, targets: list[Figure]) -> dict[str, Any]:
    """Sections that need the facts."""
    answer = seen.answer()
    drawn = next((each for each in targets if each.value is not None or each.minimum is not None), None)
    line = indicator_curve(
        actor=seen.reader.actor, host_id=seen.reader.host.pk, code=seen.indicator.code, question=seen.question
    )
    by_zone = _by_zone(seen) if seen.has_place and not answer.refusal else {}
    return {
        "answer": _sentence(seen, answer, by_zone.get("extremes", "")),
        "beside": side_counts_text(answer.total.value),
        "due_on": answer.due_on,
        "curve": indicator_curve_chart(seen.indicator, line, target=drawn) if line.points else None,
        "curve_breaks": line.breaks,
        "curve_refused": line.refusal,
        "changes": change_explanation_context(request, seen.reader, seen.indicator, seen.question)
        if seen.is_counted
        else None,
        "by_zone": by_zone,
        "cross": _cross(request, seen) if seen.is_counted and not answer.refusal else None,
    }


def _sentence(seen: IndicatorPageData, answer: IndicatorAnswer, extremes: str) -> SafeString:
    value = answer.total.value
    if value.state is not ValueState.NUMBER or answer.refusal:
        return typeset_safe(missing_value_text(seen.indicator, answer))
    counted = ""
    if seen.indicator.is_rate and seen.indicator.numerator_label and seen.indicator.denominator_label:
        counted = f" : {seen.indicator.numerator_label}, sur {seen.indicator.denominator_label}"
    return format_html(
        "<strong>{}</strong>{}. {}", detailed_value_text(seen.indicator, value), apply_french_spacing(counted), extremes
    )


def typeset_safe(text: str) -> SafeString:
    return format_html("{}", apply_french_spacing(text))


def _public_table_url(seen: IndicatorPageData) -> str:
    """URL of the newest public table of this indicator by place; "" without one."""
    years = published_years(actor=seen.reader.actor, host_id=seen.reader.host.pk)
    for code, table in public_tables().items():
        if table.indicator == seen.indicator.code and ZONE in table.by and years.get(code):
            return reverse("published:table", args=[code, max(years[code])])
    return ""


def _by_zone(seen: IndicatorPageData) -> dict[str, Any]:
    """The map with its table, and a sentence on its highest and lowest values."""
    answer = seen.answer(ZONE)
    cut, departments = seen.choice.cut, territory_outlines(ZoneKind.DEPARTMENT, seen.reader.plan)
    outlines = departments if cut is ZoneKind.DEPARTMENT else territory_outlines(cut)
    if answer.refusal:
        # No map without an explanation: why, and the split that the user may read.
        wider = "" if cut is ZoneKind.DEPARTMENT else seen.choice.querystring(seen.reader, **{CUT_PARAM: ""}) or "?"
        return {
            "label": CUT_LABELS[cut],
            "refused": answer.refusal,
            "wider": wider,
            "published": _public_table_url(seen),
        }
    if not outlines:
        # Smaller zones whose outlines are not loaded are shown in a table only.
        table = answer_crosstab(seen.indicator, answer.rows[1:], (ZONE,), whole=answer.total.value)
        return {"table": table, "label": CUT_LABELS[cut], "switch": _territory_switch(seen)}

    def address(code: str) -> str:
        return seen.choice.querystring(seen.reader, **{ZONE_NAME: f"{cut.value}:{code}"})

    chart = answer_zone_map(
        seen.indicator, answer, outlines, borders=borders_for_cut(cut, departments),
        title=f"{seen.indicator.label} par {CUT_LABELS[cut]}", address=address,
    )  # fmt: skip
    known = sorted((each.value, each.label) for each in chart.zones if each.value is not None and each.rings)
    extremes = ""
    if len(known) > 2 and seen.indicator.is_rate and not seen.choice.zone:
        low, high = known[0][1], known[-1][1]
        extremes = f"Le plus haut : {high} ; le plus bas : {low}."
    return {
        "chart": chart,
        "label": CUT_LABELS[cut],
        "whole": short_value_text(seen.indicator, answer.total.value),
        "extremes": apply_french_spacing(extremes),
        "switch": _territory_switch(seen),
        "is_rate": seen.indicator.is_rate,
    }


def _territory_switch(seen: IndicatorPageData) -> list[dict[str, Any]]:
    """Links to count by residence or by session, for indicators that count people."""
    if not seen.counts_residents:
        return []
    present = seen.choice.place or seen.indicator.territory.value
    return [
        {"label": label, "url": seen.choice.querystring(seen.reader, lieu=value), "is_current": value == present}
        for value, label in (("residence", "Lieu de résidence"), ("session", "Lieu de la session"))
    ]


def available_splits(seen: IndicatorPageData) -> list[str]:
    """Splits that apply to the indicator and that this user may use."""
    splits = []
    for code, dimension in DIMENSIONS.items():
        is_protected = bool(dimension.protected_codes & set(PROTECTED)) and not seen.reader.scope.sees_protected
        if not is_protected and all(measure.relation in dimension.relations for measure in seen.indicator.measures):
            splits.append(code)
    return splits


def _cross(request: HttpRequest, seen: IndicatorPageData) -> dict[str, Any] | None:
    possible = available_splits(seen)
    if not possible:
        return None
    wanted = request.GET.get(CROSS_PARAM, "")
    split = wanted if wanted in possible else _DEFAULT_CROSS if _DEFAULT_CROSS in possible else possible[0]
    hidden = {ZONE_NAME: seen.choice.zone.key if seen.choice.zone else "", FUND_PARAM: seen.choice.fund,
              "periode": seen.choice.period, "lieu": seen.choice.place, "decoupage": seen.choice.cut.value,
              DAY_PARAM: "" if seen.reader.is_today else seen.reader.on.isoformat()}  # fmt: skip
    refused = seen.answer(split).refusal
    table: dict[str, Any] = {"rows": []} if refused else _cross_table(seen, split)
    return (
        {
            "refused": refused,
            "split": split,
            "field": figure_select_field(
                CROSS_PARAM, "Croiser avec", [(each, split_label(each)) for each in possible], split
            ),
            "hidden": [(name, value) for name, value in hidden.items() if value],
            "title": split_label(split).capitalize(),
            "more": max(0, len(table["rows"]) - _MAX_ROWS),
            "overlaps": split == "public",
        }
        | table
        | {"rows": table["rows"][:_MAX_ROWS]}
    )


def _cross_table(seen: IndicatorPageData, split: str) -> dict[str, Any]:
    by_split = seen.answer(split)
    whole = by_split.total.value
    if split in _LONG_SPLITS or not seen.has_place:
        return answer_crosstab(seen.indicator, by_split.rows[1:], (split,), whole=whole)
    lines = seen.answer(ZONE, split).rows[1:]
    return answer_crosstab(
        seen.indicator, lines, (ZONE, split), is_masked=seen.reader.is_masked, whole=whole,
        row_totals={line.keys[0][1]: line.value for line in seen.answer(ZONE).rows[1:]},
        column_totals={line.keys[0][1]: line.value for line in by_split.rows[1:]},
    )  # fmt: skip


def _targets(seen: IndicatorPageData) -> list[tuple[ActionCode, Figure]]:
    """(action number, target) of the plan for this indicator."""
    plan = seen.reader.plan
    if plan is None:
        return []
    content = content_of_version(version_on(actor=seen.reader.actor, plan=plan, on=seen.reader.on))
    return [
        (number, figure)
        for number in content.numbers
        for row in content.rows_of(number)
        for figure in row.figures
        if figure.is_target and figure.indicator_code == seen.indicator.code
    ]


def _target(reader: FiguresReader, number: ActionCode, figure: Figure) -> dict[str, Any]:
    value = " ".join(part for part in (describe_figure_number(figure), figure.unit) if part)
    return {
        "url": reverse("plan:action", args=[reader.plan.code, number]) if reader.plan else "",
        "label": f"Action {number}",
        "what": f"{figure.what}{' : ' + value if value else ''}",
        "is_proposed": figure.proposed,
    }


def _measures(indicator: Indicator) -> list[tuple[str, str]]:
    """The SQL of each measure, for users who want to check it."""
    named = (
        ("Numérateur", indicator.numerator),
        ("Dénominateur", indicator.denominator),
        ("Attendus", indicator.expected),
        ("Trop tôt", indicator.waiting),
        *indicator.side_measures.items(),
    )
    return [(label, f"{measure.sql}\nfrom {measure.relation}") for label, measure in named if measure is not None]


def example_texts(indicator: Indicator) -> list[str]:
    """Results of the examples of the definition, as text."""
    return [detailed_value_text(indicator, example_value(indicator, each)) for each in indicator.examples]
