"""« Quelle option tient, et jusqu’où ? »: scores, totals, sensitivity of the first place to the weights."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.permissions import may
from pacte.procedures.queries import ComparisonTable, case_by_number, comparison_table
from pacte.procedures.rules.transitions import accepts_choice
from pacte.web.dated_plan import DatedPlan, dated_plan_page_context, load_dated_plan
from pacte.web.form_fields import decimal_input_text
from pacte.web.pages.studies import comparison_wording as words
from pacte.web.pages.studies.case_page import case_breadcrumb, enabled_action_links
from pacte.web.pages.studies.comparison_charts import first_place_share_bar, option_total_bar, weight_sensitivity_strip
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.procedures.records.options import OptionComparison

_STYLE_COUNT = 4


@require_login
@require_safe
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    case_detail = case_by_number(actor=dated_plan.actor, plan=dated_plan.plan, number=number, on=today())
    table = comparison_table(case=case_detail.case)
    comparison = table.result if table.result and table.result.placed else None
    style_by_option = {each.code: rank % _STYLE_COUNT + 1 for rank, each in enumerate(table.options)}
    names = action_titles_by_number(actor=dated_plan.actor, plan=dated_plan.plan, on=today())
    may_write = may(dated_plan.actor, "procedures.write", case_detail.scope) and not case_detail.summary.is_ended
    may_choose = may(dated_plan.actor, "procedures.choose", case_detail.scope) and accepts_choice(
        case_detail.procedure, case_detail.facts
    )
    trail = case_breadcrumb(
        dated_plan, case_detail.summary.title, "Options comparées", url=dated_plan.url("studies:file", number)
    )
    context = dated_plan_page_context(request, dated_plan, breadcrumb=trail, dated=False) | {
        "read": case_detail,
        "table": table,
        "answer": words.comparison_answer(table.result, table.missing),
        "columns": _table_columns(table),
        "rows": _table_rows(table),
        "totals": _total_cells(table, comparison),
        "bars": _total_bars(table, comparison) if comparison else [],
        "sensitivities": _sensitivity_values(comparison, style_by_option) if comparison else [],
        "shares": _share_values(comparison, style_by_option) if comparison else [],
        "shares_note": words.weight_shares_note(comparison) if comparison else "",
        "dominance": words.dominance_sentences(comparison) if comparison else (),
        "options": [_option_values(each, dated_plan, number, names) for each in table.options],
        "writes": may_write,
        "criteria": [{"label": each.label, "rank": each.rank} for each in table.criteria],
        "choose_url": dated_plan.url("studies:act", number, "choix") if may_choose else "",
        "missing_words": pluralise(table.missing, "note manque", "notes manquent") if table.missing else "",
    }
    return render(request, "studies/comparison.html", context)


def _table_columns(table: ComparisonTable) -> list[dict[str, str]]:
    return [
        {"label": "Critère"},
        {"label": "Poids", "kind": "num"},
        *({"label": f"{each.code} : {each.title}"} for each in table.options),
    ]


def _table_rows(table: ComparisonTable) -> list[list[Any]]:
    total = sum(each.points for each in table.criteria)
    return [
        [
            {"text": criterion.label, "note": criterion.meaning and f"5 : {criterion.meaning}"},
            {
                "text": words.weight_percent(Fraction(criterion.points, total)) if total else "",
                "note": pluralise(criterion.points, "point"),
                "value": str(criterion.points),
            },
            *(_score_cell(table, option.pk, criterion.pk) for option in table.options),
        ]
        for criterion in table.criteria
    ]


def _score_cell(table: ComparisonTable, option: int, criterion: int) -> dict[str, str]:
    score = table.scores.get((option, criterion))
    if score is None:
        return {"text": "sans note", "note": ""}
    note = f"{score.source} · {score.person_name}, {format_day(score.scored_on)}"
    return {"text": decimal_input_text(score.value), "value": str(score.value), "note": note}


def _total_cells(table: ComparisonTable, comparison: OptionComparison | None) -> list[Any]:
    if comparison is None:
        return []
    placed = {each.code: each for each in comparison.placed}
    ranks = [each.rank for each in comparison.placed]
    cells: list[Any] = ["Total sur 5", ""]
    for option in table.options:
        each = placed.get(option.code)
        if each is None:
            cells.append("non classée")
            continue
        equal = ", à égalité" if ranks.count(each.rank) > 1 else ""
        rank = "1er rang" if each.rank == 1 else f"{each.rank}e rang"
        cells.append(
            {"text": f"{words.total_out_of_five(each.total)}, {rank}{equal}", "value": str(round(float(each.total), 4))}
        )
    return cells


def _total_bars(table: ComparisonTable, comparison: OptionComparison) -> list[dict[str, Any]]:
    options = {each.code: each for each in table.options}
    criteria = [(each.pk, comparison.weights[each.pk]) for each in table.criteria]
    bars = []
    for placed in comparison.placed:
        scores = {key: Fraction(table.scores[(placed.key, key)].value) for key, _ in criteria}
        bars.append(
            {
                "code": placed.code,
                "title": options[placed.code].title,
                "total": words.total_out_of_five(placed.total),
                "drawing": option_total_bar(placed.code, words.criterion_contributions(criteria, scores)),
            }
        )
    return bars


def _sensitivity_values(comparison: OptionComparison, style_by_option: dict[str, int]) -> list[dict[str, Any]]:
    first = words.join_option_codes([each.code for each in comparison.firsts])
    return [
        {
            "label": each.criterion.label,
            "weight": words.weight_percent(each.weight),
            "drawing": weight_sensitivity_strip(
                each.criterion.label,
                each.weight,
                [(one.start, one.end, words.join_option_codes(one.winners)) for one in each.stretches],
                style_by_option,
            ),
            "said": words.sensitivity_sentence(each, comparison.firsts[0].code)
            if len(comparison.firsts) == 1
            else f"{first} à égalité ici",
            "beyond": words.other_first_places(each),
        }
        for each in comparison.sensitivities
    ]


def _share_values(comparison: OptionComparison, style_by_option: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "code": each.code,
            "said": words.first_place_share(each),
            "drawing": first_place_share_bar(
                each.code, Fraction(each.won, each.tried), style_by_option.get(each.code, 0)
            ),
        }
        for each in comparison.shares
    ]


def _option_values(each: Any, dated_plan: DatedPlan, number: int, names: dict[ActionCode, str]) -> dict[str, Any]:
    return {
        "code": each.code,
        "title": each.title,
        "description": each.description,
        "enables": each.enables,
        "actions": enabled_action_links(each.enabled_numbers, names, dated_plan),
        "edit_url": dated_plan.url("studies:option", number, each.code),
        "scores_url": dated_plan.url("studies:scores", number, each.code),
    }
