"""« Quelle option tient, et jusqu’où ? »: scores, totals, sensitivity of the first place to the weights."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from pacte.kernel.french import format_day, pluralise
from pacte.procedures.queries import ComparisonTable, comparison_table
from pacte.procedures.rules.transitions import accepts_choice
from pacte.web.form_fields import decimal_input_text
from pacte.web.pages.studies import comparison_wording as words
from pacte.web.pages.studies.comparison_charts import first_place_share_bar, option_total_bar, weight_sensitivity_strip
from pacte.web.pages.studies.study_pages import CasePage
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.procedures.models import OptionCriterion
    from pacte.procedures.records.options import OptionComparison

_STYLE_COUNT = 4


@CasePage.view(template_name="studies/comparison.html", crumb="Options comparées")
def comparison(page: CasePage) -> dict[str, Any]:
    detail = page.detail
    table = comparison_table(case=detail.case)
    result = table.result if table.result and table.result.placed else None
    style_by_option = {each.code: rank % _STYLE_COUNT + 1 for rank, each in enumerate(table.options)}
    may_choose = page.may("choose") and accepts_choice(detail.procedure, detail.facts)
    return {
        "read": detail,
        "table": table,
        "answer": words.comparison_answer(table.result, table.missing),
        "scores": _score_table(table, result),
        "bars": _total_bars(table, result) if result else [],
        "sensitivities": _sensitivity_values(result, style_by_option) if result else [],
        "shares": _share_values(result, style_by_option) if result else [],
        "shares_note": words.weight_shares_note(result) if result else "",
        "dominance": words.dominance_sentences(result) if result else (),
        "options": [
            {
                "code": each.code,
                "title": each.title,
                "description": each.description,
                "enables": each.enables,
                "actions": page.action_links(each.enabled_numbers),
                "edit_url": page.case_url("option", each.code),
                "scores_url": page.case_url("scores", each.code),
            }
            for each in table.options
        ],
        "writes": page.may("write") and not detail.summary.is_ended,
        "criteria": [{"label": each.label, "rank": each.rank} for each in table.criteria],
        "choose_url": page.case_url("act", "choix") if may_choose else "",
        "missing_words": pluralise(table.missing, "note manque", "notes manquent") if table.missing else "",
    }


def _score_table(table: ComparisonTable, result: OptionComparison | None) -> Table[OptionCriterion]:
    total = sum(each.points for each in table.criteria)
    return Table(
        table.criteria,
        Column(
            "Critère",
            lambda criterion: cell(criterion.label, note=criterion.meaning and f"5 : {criterion.meaning}"),
            total="Total sur 5" if result else "",
        ),
        number_column(
            "Poids",
            lambda criterion: cell(
                words.weight_percent(Fraction(criterion.points, total)) if total else "",
                note=pluralise(criterion.points, "point"),
                value=str(criterion.points),
            ),
        ),
        *(
            Column(
                f"{option.code} : {option.title}",
                partial(_score_cell, table, option.pk),
                total=_total_cell(option.code, result) if result else "",
            )
            for option in table.options
        ),
        id="notes",
        caption="Notes des options par critère",
        empty="Aucun critère.",
    )


def _score_cell(table: ComparisonTable, option: int, criterion: OptionCriterion) -> dict[str, Any]:
    score = table.scores.get((option, criterion.pk))
    if score is None:
        return cell("sans note")
    note = f"{score.source} · {score.person_name}, {format_day(score.scored_on)}"
    return cell(decimal_input_text(score.value), value=str(score.value), note=note)


def _total_cell(code: str, result: OptionComparison) -> Any:
    option = next((each for each in result.placed if each.code == code), None)
    if option is None:
        return "non classée"
    equal = ", à égalité" if [each.rank for each in result.placed].count(option.rank) > 1 else ""
    rank = "1er rang" if option.rank == 1 else f"{option.rank}e rang"
    text = f"{words.total_out_of_five(option.total)}, {rank}{equal}"
    return cell(text, value=str(round(float(option.total), 4)))


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
