"""One indicator: value in a sentence, curve, explanation of changes, map and table, definition, data."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http.response import HttpResponseBase
from django.utils.html import format_html

from pacte.indicators.facts.dimensions import DIMENSIONS, PEOPLE, PROTECTED, ZONE
from pacte.indicators.facts.overlap_notes import overlap_notes
from pacte.indicators.queries.curves import indicator_curve
from pacte.indicators.queries.manual_values import find_indicator
from pacte.indicators.queries.page_answers import compute_together
from pacte.indicators.queries.publications import public_tables, years_with_counts
from pacte.indicators.records import (
    INDICATOR_KIND_LABELS,
    Indicator,
    IndicatorAnswer,
    IndicatorKind,
    IndicatorQuestion,
    TimeRule,
    ValueState,
)
from pacte.indicators.rules.page_questions import USUAL_SPLIT, monthly_question
from pacte.indicators.rules.suppression_consistency import is_total_only
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import apply_french_spacing, format_day
from pacte.plan.records import Figure
from pacte.reference.records import ZoneKind
from pacte.web.charts.maps import ZoneMap
from pacte.web.filter_form import select_field
from pacte.web.heavy_views import heavy_view
from pacte.web.indicator_charts import answer_zone_map, indicator_curve_chart
from pacte.web.pages.figures.change_explanation import change_explanation_context, compared_day
from pacte.web.pages.figures.crosstab import answer_crosstab, split_label
from pacte.web.pages.figures.figures_page import (
    CUT_LABELS,
    FUND_LABELS,
    FigureFilters,
    FiguresPage,
)
from pacte.web.pages.figures.indicator_neighbours import neighbours_of_indicator
from pacte.web.pages.figures.indicator_sentence import change_words, target_words, value_words
from pacte.web.pages.figures.indicator_targets import indicator_measures, target_line, targets_of_indicator
from pacte.web.pages.figures.sorted_zones import sorted_zone_table
from pacte.web.tables import Table
from pacte.web.value_text import (
    indicator_definition_rows,
    missing_value_text,
    short_value_text,
    side_counts_text,
)

# Splits with so many values that they make rows of their own, not columns next to zones.
_LONG_SPLITS = frozenset({"domain", "occupation", "provider", "funder", "cause", "financer", "action", "lot"})
_IN_EVERY_CUT = "l’ensemble, par zone, par mois, par mois dans chaque zone"
_OF_A_YEAR = "l’ensemble, et par zone pour une seule année ; ce qui montrerait de petits effectifs est masqué"
_WHOLE = "l’ensemble ; ce qui montrerait de petits effectifs est masqué"
_MAX_ROWS = 40
_MIN_ZONES = 3


class IndicatorFilters(FigureFilters):
    """``croise``: split of the second table. Links keep neither it nor the day to compare with."""

    transient = frozenset({"croise"})
    croise = forms.CharField(initial="")


class IndicatorPage(FiguresPage):
    """A page of the indicator of the URL, and the question asked of it. An unknown code is not found."""

    filter_class = IndicatorFilters

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        try:
            self.indicator = find_indicator(actor=self.actor, host_id=self.host.pk, code=kwargs["code"], on=self.on)
        except ValidationError as error:
            if error.code != "unknown_indicator":
                raise
            raise NotFound from error
        self.title, self.crumb = self.indicator.question, f"{self.indicator.number} {self.indicator.label}".strip()

    def own_question(self, *by: str) -> IndicatorQuestion:
        return self.question(self.indicator.code, by=by, is_counted=self.is_counted)

    def answer(self, *by: str) -> IndicatorAnswer:
        """Computes the figure with these splits; the rest is as the page asks."""
        return self.ask(self.own_question(*by)).answers[0]

    @property
    def is_counted(self) -> bool:
        return self.indicator.kind is IndicatorKind.COMPUTED

    @property
    def has_place(self) -> bool:
        is_money = any(measure.relation == "money" for measure in self.indicator.measures)
        return self.is_counted and not is_money and self.has_territory


@IndicatorPage.view(template_name="figures/indicator.html", decorators=(heavy_view,))
def indicator(page: IndicatorPage, code: str) -> dict[str, Any] | HttpResponseBase:
    definition = page.indicator
    if definition.code != code:
        return page.redirect(page.url("figures:indicator", definition.code) + page.querystring())
    targets = targets_of_indicator(page, definition.code)
    is_masked = page.is_masked and definition.suppresses_small_counts
    values = {
        "asked": definition,
        "scope": _scope_text(page),
        "source": f"Source : {definition.source}, {_scope_text(page)}, connu le {format_day(page.on)}.",
        "fields": page.filter_fields(places=page.has_place, cuts=page.has_place),
        "kept": _kept_choices(page),
        "ask_url": f"{page.url('figures:question')}?indicateur={definition.code}",
        "sheet": indicator_definition_rows(definition, INDICATOR_KIND_LABELS[definition.kind]),
        "targets": [target_line(page, number, figure) for number, figure in targets],
        "measures": indicator_measures(definition),
        "files": page.file_links("figures:indicator_file", page.querystring(), code),
        "is_masked": is_masked,
        "data_note": (_WHOLE if is_total_only(definition) else _OF_A_YEAR) if is_masked else _IN_EVERY_CUT,
    }
    values["neighbours"] = neighbours_of_indicator(page, definition)
    return values | (_fact_sections(page, [figure for _, figure in targets]) if page.has_facts else {})


def _scope_text(page: IndicatorPage) -> str:
    """« du 1er janvier 2020 au 31 décembre 2020, toute la région, payé par le pacte »."""
    question, fund, action = page.own_question(), page.filter("fonds"), page.filter("action")
    where = question.zone.name if question.zone else "toute la région"
    paid = (f", payé par {FUND_LABELS[fund]}" if fund else "") + (f", pour l’action {action}" if action else "")
    return f"du {format_day(question.first)} au {format_day(question.last)}, {where}{paid}"


def _fact_sections(page: IndicatorPage, targets: list[Figure]) -> dict[str, Any]:
    """Sections that need the facts."""
    definition, question = page.indicator, page.own_question()
    compared = compared_day(page) if page.is_counted else None
    if page.is_counted:
        page.answer_sets.update(
            compute_together(
                actor=page.actor, host_id=page.host.pk, questions=_questions(page),
                since=compared.since if compared else None,
            )
        )  # fmt: skip
    answer = page.answer()
    drawn = next((each for each in targets if each.value is not None or each.minimum is not None), None)
    line = indicator_curve(actor=page.actor, host_id=page.host.pk, code=definition.code, question=question)
    by_zone = _by_zone(page) if page.has_place and not answer.refusal else {}
    clauses = [change_words(definition, line), _target_words(page, answer, drawn), by_zone.get("extremes", "")]
    return {
        "answer": _sentence(definition, answer, [each for each in clauses if each]),
        "beside": side_counts_text(answer.total.value),
        "due_on": answer.due_on if answer.due_on and answer.due_on > today() else None,
        "curve": indicator_curve_chart(definition, line, target=drawn) if line.points else None,
        "curve_breaks": line.breaks,
        "curve_refused": line.refusal,
        "changes": change_explanation_context(page, definition, question, compared) if compared else None,
        "by_zone": by_zone,
        "cross": _cross(page) if page.is_counted and not answer.refusal else None,
    }


def _questions(page: IndicatorPage) -> list[IndicatorQuestion]:
    """What the sections of the page ask, with the same zone and filters."""
    split, question = _split(page), page.own_question()
    cuts: list[tuple[str, ...]] = [(split,)] if split else []
    if page.has_place:
        cuts += [(ZONE,), *([(ZONE, split)] if split and split not in _LONG_SPLITS else [])]
    months = [monthly_question(question)] if page.indicator.time in (TimeRule.FLOW, TimeRule.COHORT) else []
    return [question, *(page.own_question(*cut) for cut in cuts), *months]


def _sentence(indicator: Indicator, answer: IndicatorAnswer, clauses: list[str]) -> str:
    value = answer.total.value
    if value.state is not ValueState.NUMBER or answer.refusal:
        return format_html("{}", apply_french_spacing(missing_value_text(indicator, answer)))
    after = "".join(f" ; {each}" for each in clauses)
    return format_html("<strong>{}</strong>{}", value_words(indicator, value), apply_french_spacing(f"{after}."))


def _target_words(page: IndicatorPage, answer: IndicatorAnswer, target: Figure | None) -> str:
    """The target of the plan is that of the whole territory and of all that is paid."""
    if page.filter("zone") or page.own_question().where or page.plan is None:
        return ""
    if target is None:
        return "le plan n’en fixe pas de cible chiffrée"
    return target_words(page.indicator, answer.total.value, target)


def _public_table_url(page: IndicatorPage) -> str:
    """URL of the newest public table of this indicator by place; "" without one."""
    years = years_with_counts(actor=page.actor, host_id=page.host.pk)
    for code, table in public_tables().items():
        if table.indicator == page.indicator.code and ZONE in table.by and years.get(code):
            return page.url("published:table", code, max(years[code]))
    return ""


def _by_zone(page: IndicatorPage) -> dict[str, Any]:
    """The map with its table, and a sentence on its highest and lowest values."""
    indicator, answer, cut = page.indicator, page.answer(ZONE), page.filter("decoupage")
    outlines, is_department = page.outlines(cut), cut is ZoneKind.DEPARTMENT
    section: dict[str, Any] = {"label": CUT_LABELS[cut]}
    if answer.refusal:
        # No map without an explanation: why, and the split that the user may read.
        wider = "" if is_department else page.querystring(decoupage="") or "?"
        return section | {"refused": answer.refusal, "wider": wider, "published": _public_table_url(page)}
    section["switch"] = _territory_switch(page)
    if not outlines:
        # Smaller zones whose outlines are not loaded are shown in a table only.
        table = answer_crosstab(
            indicator, answer.rows[1:], (ZONE,), id="zones", caption=CUT_LABELS[cut], whole=answer.total.value
        )
        return section | {"table": table}
    chart = answer_zone_map(
        indicator,
        answer,
        outlines,
        # Départements are drawn over smaller zones.
        borders=() if is_department else page.departments,
        title=f"{indicator.label} par {CUT_LABELS[cut]}",
        address=lambda code: page.querystring(zone=f"{cut.value}:{code}"),
    )
    whole = answer.total.value
    return section | {
        "chart": chart,
        "whole": short_value_text(indicator, whole),
        "extremes": "" if page.filter("zone") else _extremes(indicator, chart),
        "sorted": sorted_zone_table(indicator, chart, whole, id="carte-table", zone_label=CUT_LABELS[cut])
        if indicator.is_rate
        else None,
    }


def _extremes(indicator: Indicator, chart: ZoneMap) -> str:
    """The zones at both ends, among those that differ from the whole by more than chance would."""
    known = [each for each in chart.zones if each.value is not None and each.rings]
    if len(known) < _MIN_ZONES or not indicator.is_rate:
        return ""
    apart = sorted((each.value or 0, each.label) for each in known if not each.is_near)
    if not apart:
        return "aucune zone ne s’écarte de l’ensemble plus que par hasard"
    return f"le plus haut {apart[-1][1]}, le plus bas {apart[0][1]}" if len(apart) > 1 else f"à part, {apart[0][1]}"


def _territory_switch(page: IndicatorPage) -> list[dict[str, Any]]:
    """Links to count by residence or by session, for people: places have only a session."""
    present = page.filter("lieu") or page.indicator.territory.value
    counts_people = page.is_counted and all(measure.relation in PEOPLE for measure in page.indicator.measures)
    return [
        {"label": label, "url": page.querystring(lieu=value), "is_current": value == present}
        for value, label in (("residence", "Lieu de résidence"), ("session", "Lieu de la session"))
        if counts_people
    ]


def _splits(page: IndicatorPage) -> list[str]:
    """Splits that apply to the indicator and that this user may use."""
    return [
        code
        for code, dimension in DIMENSIONS.items()
        if (page.scope.sees_protected or not dimension.protected_codes & set(PROTECTED))
        and all(measure.relation in dimension.relations for measure in page.indicator.measures)
    ]


def _split(page: IndicatorPage) -> str:
    """Split of the second table; "" when none applies."""
    possible, chosen = _splits(page), page.filter("croise")
    usual = USUAL_SPLIT if USUAL_SPLIT in possible else next(iter(possible), "")
    return chosen if chosen in possible else usual


def _kept_choices(page: IndicatorPage) -> dict[str, list[tuple[str, str]]]:
    """What each form of the page sends on without showing it."""
    day = [("au", "" if page.is_today else page.on.isoformat())]
    choices = [(name, page.request.GET.get(name, "")) for name in page.filters.fields if name != "croise"]
    split, since = ("croise", page.filter("croise")), ("depuis", page.request.GET.get("depuis", ""))
    by_form = {"scope": [*day, split, since], "changes": [*day, *choices, split], "cross": [*day, *choices, since]}
    by_form["scope"].append(("lot", page.filter("lot")))
    return {form: [(name, value) for name, value in fields if value] for form, fields in by_form.items()}


def _cross(page: IndicatorPage) -> dict[str, Any] | None:
    split = _split(page)
    if not split:
        return None
    by_split = page.answer(split)
    table = _cross_table(page, split, by_split)
    return {
        "refused": by_split.refusal,
        "field": select_field("croise", "Croiser avec", [(each, split_label(each)) for each in _splits(page)], split),
        "title": split_label(split).capitalize(),
        "more": max(0, len(table["rows"]) - _MAX_ROWS),
        "notes": overlap_notes([page.indicator], (split,)),
        "table": {**table, "rows": table["rows"][:_MAX_ROWS]},
    }


def _cross_table(page: IndicatorPage, split: str, by_split: IndicatorAnswer) -> Table[Any]:
    cross_tabulate = partial(
        answer_crosstab, page.indicator, id="croisement", caption=split_label(split).capitalize(),
        whole=by_split.total.value,
    )  # fmt: skip
    if split in _LONG_SPLITS or not page.has_place or by_split.refusal:
        return cross_tabulate(by_split.rows[1:], (split,))
    return cross_tabulate(
        page.answer(ZONE, split).rows[1:], (ZONE, split), is_masked=page.is_masked,
        row_totals={line.keys[0][1]: line.value for line in page.answer(ZONE).rows[1:]},
        column_totals={line.keys[0][1]: line.value for line in by_split.rows[1:]},
    )  # fmt: skip
