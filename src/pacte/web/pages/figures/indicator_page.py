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
from pacte.web.heavy import heavy
from pacte.web.pages.figures.changing import changes_of
from pacte.web.pages.figures.crossing import crossed, split_label
from pacte.web.pages.figures.curve_model import curve_chart
from pacte.web.pages.figures.frame import (
    CUT,
    CUTS,
    DAY,
    FUND,
    Choice,
    Reader,
    choice_of,
    fields_of,
    files_at,
    frame,
    has_territory,
    period_of,
    reader_of,
    scope_words,
    select,
    shapes,
)
from pacte.web.pages.figures.frame import (
    ZONE as ZONE_NAME,
)
from pacte.web.pages.figures.words import beside_told, missing_told, sheet, short, told
from pacte.web.pages.figures.zone_map import cut_borders, zone_map
from pacte.web.signed_in import signed_in

CROSS = "croise"
_USUAL_CROSS = "objective"
# Splits with so many values that they make rows of their own, not columns next to zones.
_LONG = frozenset({"domain", "occupation", "provider", "funder", "cause", "financer"})
_IN_EVERY_CUT = "l’ensemble, par zone, par mois, par mois dans chaque zone"
_OF_A_YEAR = "l’ensemble, et par zone pour une seule année ; ce qui montrerait de petits effectifs est masqué"
_WHOLE = "l’ensemble ; ce qui montrerait de petits effectifs est masqué"
_MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class Seen:
    """The indicator of a page, and the question asked of it."""

    reader: Reader
    choice: Choice
    asked: Indicator
    question: IndicatorQuestion

    def answer(self, *by: str) -> IndicatorAnswer:
        """Computes the figure with these splits; the rest is as the page asks."""
        found = answer_question(
            actor=self.reader.actor, host_id=self.reader.host.pk, question=replace(self.question, by=by)
        )
        return found.answers[0]

    @property
    def is_counted(self) -> bool:
        return self.asked.kind is IndicatorKind.COMPUTED

    @property
    def has_place(self) -> bool:
        is_money = any(measure.relation == "money" for measure in self.asked.measures)
        return self.is_counted and not is_money and has_territory()

    @property
    def counts_residents(self) -> bool:
        """People have a residence and a session; places have only a session."""
        return self.is_counted and all(measure.relation in PEOPLE for measure in self.asked.measures)


def seen_of(request: HttpRequest, code: str) -> Seen:
    """Raises ``NotFound`` for an unknown code."""
    reader = reader_of(request)
    choice = choice_of(request, reader)
    try:
        asked = find_indicator(actor=reader.actor, host_id=reader.host.pk, code=code, on=reader.on)
    except ValidationError as fault:
        if fault.code != "unknown_indicator":
            raise
        raise NotFound from fault
    question = period_of(reader, choice, asked.code, is_counted=asked.kind is IndicatorKind.COMPUTED)
    return Seen(reader, choice, asked, question)


@signed_in
@require_safe
@heavy
def page(request: HttpRequest, code: str) -> HttpResponse:
    seen = seen_of(request, code)
    asked, reader = seen.asked, seen.reader
    if asked.code != code:
        return HttpResponseRedirect(reverse("figures:indicator", args=[asked.code]) + seen.choice.query(reader))
    targets = _targets(seen)
    is_masked = reader.is_masked and asked.suppresses_small_counts
    context = frame(reader, request, (" ".join((asked.number, asked.label)).strip(), "")) | {
        "title": asked.question,
        "asked": asked,
        "scope": scope_words(seen.question),
        "fields": fields_of(reader, seen.choice, places=seen.has_place, cuts=seen.has_place),
        "ask_url": f"{reverse('figures:question')}?indicateur={asked.code}",
        "sheet": sheet(asked, INDICATOR_KIND_LABELS[asked.kind]),
        "targets": [_target(reader, number, figure) for number, figure in targets],
        "measures": _measures(asked),
        "files": files_at("figures:indicator_file", seen.choice.query(reader), code),
        "is_masked": is_masked,
        "data_note": (_WHOLE if is_total_only(asked) else _OF_A_YEAR) if is_masked else _IN_EVERY_CUT,
    }
    if reader.has_facts:
        context |= _counted(request, seen, [figure for _, figure in targets])
    return render(request, "figures/indicator.html", context)


def _counted(request: HttpRequest, seen: Seen, targets: list[Figure]) -> dict[str, Any]:
    """Sections that need the facts."""
    answer = seen.answer()
    drawn = next((each for each in targets if each.value is not None or each.minimum is not None), None)
    line = indicator_curve(
        actor=seen.reader.actor, host_id=seen.reader.host.pk, code=seen.asked.code, question=seen.question
    )
    by_zone = _by_zone(seen) if seen.has_place and not answer.refusal else {}
    return {
        "answer": _sentence(seen, answer, by_zone.get("extremes", "")),
        "beside": beside_told(answer.total.value),
        "due_on": answer.due_on,
        "curve": curve_chart(seen.asked, line, target=drawn) if line.points else None,
        "curve_breaks": line.breaks,
        "curve_refused": line.refusal,
        "changes": changes_of(request, seen.reader, seen.asked, seen.question) if seen.is_counted else None,
        "by_zone": by_zone,
        "cross": _cross(request, seen) if seen.is_counted and not answer.refusal else None,
    }


def _sentence(seen: Seen, answer: IndicatorAnswer, extremes: str) -> SafeString:
    value = answer.total.value
    if value.state is not ValueState.NUMBER or answer.refusal:
        return typeset_html(missing_told(seen.asked, answer))
    counted = ""
    if seen.asked.is_rate and seen.asked.numerator_label and seen.asked.denominator_label:
        counted = f" : {seen.asked.numerator_label}, sur {seen.asked.denominator_label}"
    return format_html("<strong>{}</strong>{}. {}", told(seen.asked, value), apply_french_spacing(counted), extremes)


def typeset_html(text: str) -> SafeString:
    return format_html("{}", apply_french_spacing(text))


def _published(seen: Seen) -> str:
    """URL of the newest public table of this indicator by place; "" without one."""
    years = published_years(actor=seen.reader.actor, host_id=seen.reader.host.pk)
    for code, table in public_tables().items():
        if table.indicator == seen.asked.code and ZONE in table.by and years.get(code):
            return reverse("published:table", args=[code, max(years[code])])
    return ""


def _by_zone(seen: Seen) -> dict[str, Any]:
    """The map with its table, and a sentence on its highest and lowest values."""
    answer = seen.answer(ZONE)
    cut, departments = seen.choice.cut, shapes(ZoneKind.DEPARTMENT, seen.reader.plan)
    outlines = departments if cut is ZoneKind.DEPARTMENT else shapes(cut)
    if answer.refusal:
        # No map without an explanation: why, and the split that the user may read.
        wider = "" if cut is ZoneKind.DEPARTMENT else seen.choice.query(seen.reader, **{CUT: ""}) or "?"
        return {"label": CUTS[cut], "refused": answer.refusal, "wider": wider, "published": _published(seen)}
    if not outlines:
        # Smaller zones whose outlines are not loaded are shown in a table only.
        table = crossed(seen.asked, answer.rows[1:], (ZONE,), whole=answer.total.value)
        return {"table": table, "label": CUTS[cut], "switch": _switch(seen)}

    def address(code: str) -> str:
        return seen.choice.query(seen.reader, **{ZONE_NAME: f"{cut.value}:{code}"})

    chart = zone_map(
        seen.asked, answer, outlines, borders=cut_borders(cut, departments),
        title=f"{seen.asked.label} par {CUTS[cut]}", address=address,
    )  # fmt: skip
    known = sorted((each.value, each.label) for each in chart.zones if each.value is not None and each.rings)
    extremes = ""
    if len(known) > 2 and seen.asked.is_rate and not seen.choice.zone:
        low, high = known[0][1], known[-1][1]
        extremes = f"Le plus haut : {high} ; le plus bas : {low}."
    return {
        "chart": chart,
        "label": CUTS[cut],
        "whole": short(seen.asked, answer.total.value),
        "extremes": apply_french_spacing(extremes),
        "switch": _switch(seen),
        "is_rate": seen.asked.is_rate,
    }


def _switch(seen: Seen) -> list[dict[str, Any]]:
    """Links to count by residence or by session, for indicators that count people."""
    if not seen.counts_residents:
        return []
    present = seen.choice.place or seen.asked.territory.value
    return [
        {"label": label, "url": seen.choice.query(seen.reader, lieu=value), "is_current": value == present}
        for value, label in (("residence", "Lieu de résidence"), ("session", "Lieu de la session"))
    ]


def crossings_of(seen: Seen) -> list[str]:
    """Splits that apply to the indicator and that this user may use."""
    found = []
    for code, dimension in DIMENSIONS.items():
        is_protected = bool(dimension.protected_codes & set(PROTECTED)) and not seen.reader.reach.sees_protected
        if not is_protected and all(measure.relation in dimension.relations for measure in seen.asked.measures):
            found.append(code)
    return found


def _cross(request: HttpRequest, seen: Seen) -> dict[str, Any] | None:
    possible = crossings_of(seen)
    if not possible:
        return None
    wanted = request.GET.get(CROSS, "")
    split = wanted if wanted in possible else _USUAL_CROSS if _USUAL_CROSS in possible else possible[0]
    hidden = {ZONE_NAME: seen.choice.zone.key if seen.choice.zone else "", FUND: seen.choice.fund,
              "periode": seen.choice.period, "lieu": seen.choice.place, "decoupage": seen.choice.cut.value,
              DAY: "" if seen.reader.is_today else seen.reader.on.isoformat()}  # fmt: skip
    refused = seen.answer(split).refusal
    table: dict[str, Any] = {"rows": []} if refused else _cross_table(seen, split)
    return {
        "refused": refused,
        "split": split,
        "field": select(CROSS, "Croiser avec", [(each, split_label(each)) for each in possible], split),
        "hidden": [(name, value) for name, value in hidden.items() if value],
        "title": split_label(split).capitalize(),
        "more": max(0, len(table["rows"]) - _MOST_ROWS),
        "overlaps": split == "public",
    } | table | {"rows": table["rows"][:_MOST_ROWS]}  # fmt: skip


def _cross_table(seen: Seen, split: str) -> dict[str, Any]:
    by_split = seen.answer(split)
    whole = by_split.total.value
    if split in _LONG or not seen.has_place:
        return crossed(seen.asked, by_split.rows[1:], (split,), whole=whole)
    lines = seen.answer(ZONE, split).rows[1:]
    return crossed(
        seen.asked, lines, (ZONE, split), is_masked=seen.reader.is_masked, whole=whole,
        row_totals={line.keys[0][1]: line.value for line in seen.answer(ZONE).rows[1:]},
        column_totals={line.keys[0][1]: line.value for line in by_split.rows[1:]},
    )  # fmt: skip


def _targets(seen: Seen) -> list[tuple[ActionCode, Figure]]:
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
        if figure.is_target and figure.indicator_code == seen.asked.code
    ]


def _target(reader: Reader, number: ActionCode, figure: Figure) -> dict[str, Any]:
    value = " ".join(part for part in (describe_figure_number(figure), figure.unit) if part)
    return {
        "url": reverse("plan:action", args=[reader.plan.code, number]) if reader.plan else "",
        "label": f"Action {number}",
        "what": f"{figure.what}{' : ' + value if value else ''}",
        "is_proposed": figure.proposed,
    }


def _measures(asked: Indicator) -> list[tuple[str, str]]:
    """The SQL of each measure, for users who want to check it."""
    named = (("Numérateur", asked.numerator), ("Dénominateur", asked.denominator),
             ("Attendus", asked.expected), ("Trop tôt", asked.waiting), *asked.beside.items())  # fmt: skip
    return [(label, f"{measure.sql}\nfrom {measure.relation}") for label, measure in named if measure is not None]


def examples_of(asked: Indicator) -> list[str]:
    """Results of the examples of the definition, as text."""
    return [told(asked, example_value(asked, each)) for each in asked.examples]
