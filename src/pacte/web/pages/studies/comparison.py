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
from pacte.web.form_fields import shown_decimal
from pacte.web.pages.studies import comparison_words as words
from pacte.web.pages.studies.comparison_drawings import share_bar, total_bar, weight_strip
from pacte.web.pages.studies.file_page import enabled, trail_of
from pacte.web.plan_seen import PlanSeen, frame_of, plan_seen
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.procedures.records.options import OptionComparison

_LOOKS = 4


@signed_in
@require_safe
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    seen = plan_seen(request, code)
    read = case_by_number(actor=seen.actor, plan=seen.plan, number=number, on=today())
    table = comparison_table(case=read.case)
    found = table.result if table.result and table.result.placed else None
    looks = {each.code: rank % _LOOKS + 1 for rank, each in enumerate(table.options)}
    names = action_titles_by_number(actor=seen.actor, plan=seen.plan, on=today())
    writes = may(seen.actor, "procedures.write", read.scope) and not read.summary.is_ended
    may_choose = may(seen.actor, "procedures.choose", read.scope) and accepts_choice(read.procedure, read.facts)
    trail = trail_of(seen, read.summary.title, "Options comparées", url=seen.url("studies:file", number))
    context = frame_of(request, seen, trail=trail, dated=False) | {
        "read": read,
        "table": table,
        "answer": words.answer(table.result, table.missing),
        "columns": _columns(table),
        "rows": _rows(table),
        "totals": _totals(table, found),
        "bars": _bars(table, found) if found else [],
        "sensitivities": _sensitivities(found, looks) if found else [],
        "shares": _shares(found, looks) if found else [],
        "shares_note": words.shares_note(found) if found else "",
        "dominance": words.dominance(found) if found else (),
        "options": [_option(each, seen, number, names) for each in table.options],
        "writes": writes,
        "criteria": [{"label": each.label, "rank": each.rank} for each in table.criteria],
        "choose_url": seen.url("studies:act", number, "choix") if may_choose else "",
        "missing_words": pluralise(table.missing, "note manque", "notes manquent") if table.missing else "",
    }
    return render(request, "studies/comparison.html", context)


def _columns(table: ComparisonTable) -> list[dict[str, str]]:
    return [
        {"label": "Critère"},
        {"label": "Poids", "kind": "num"},
        *({"label": f"{each.code} : {each.title}"} for each in table.options),
    ]


def _rows(table: ComparisonTable) -> list[list[Any]]:
    total = sum(each.points for each in table.criteria)
    return [
        [
            {"text": criterion.label, "note": criterion.meaning and f"5 : {criterion.meaning}"},
            {
                "text": words.hundredths(Fraction(criterion.points, total)) if total else "",
                "note": pluralise(criterion.points, "point"),
                "value": str(criterion.points),
            },
            *(_mark(table, option.pk, criterion.pk) for option in table.options),
        ]
        for criterion in table.criteria
    ]


def _mark(table: ComparisonTable, option: int, criterion: int) -> dict[str, str]:
    score = table.scores.get((option, criterion))
    if score is None:
        return {"text": "sans note", "note": ""}
    said = f"{score.source} · {score.person_name}, {format_day(score.scored_on)}"
    return {"text": shown_decimal(score.value), "value": str(score.value), "note": said}


def _totals(table: ComparisonTable, found: OptionComparison | None) -> list[Any]:
    if found is None:
        return []
    placed = {each.code: each for each in found.placed}
    ranks = [each.rank for each in found.placed]
    cells: list[Any] = ["Total sur 5", ""]
    for option in table.options:
        each = placed.get(option.code)
        if each is None:
            cells.append("non classée")
            continue
        equal = ", à égalité" if ranks.count(each.rank) > 1 else ""
        rank = "1er rang" if each.rank == 1 else f"{each.rank}e rang"
        cells.append(
            {"text": f"{words.out_of_five(each.total)}, {rank}{equal}", "value": str(round(float(each.total), 4))}
        )
    return cells


def _bars(table: ComparisonTable, found: OptionComparison) -> list[dict[str, Any]]:
    options = {each.code: each for each in table.options}
    criteria = [(each.pk, found.weights[each.pk]) for each in table.criteria]
    bars = []
    for placed in found.placed:
        scores = {key: Fraction(table.scores[(placed.key, key)].value) for key, _ in criteria}
        bars.append(
            {
                "code": placed.code,
                "title": options[placed.code].title,
                "total": words.out_of_five(placed.total),
                "drawing": total_bar(placed.code, words.contributions(criteria, scores)),
            }
        )
    return bars


def _sensitivities(found: OptionComparison, looks: dict[str, int]) -> list[dict[str, Any]]:
    first = words.named([each.code for each in found.firsts])
    return [
        {
            "label": each.criterion.label,
            "weight": words.hundredths(each.weight),
            "drawing": weight_strip(
                each.criterion.label,
                each.weight,
                [(one.start, one.end, words.named(one.winners)) for one in each.stretches],
                looks,
            ),
            "said": words.until(each, found.firsts[0].code) if len(found.firsts) == 1 else f"{first} à égalité ici",
            "beyond": words.beyond(each),
        }
        for each in found.sensitivities
    ]


def _shares(found: OptionComparison, looks: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "code": each.code,
            "said": words.share_words(each),
            "drawing": share_bar(each.code, Fraction(each.won, each.tried), looks.get(each.code, 0)),
        }
        for each in found.shares
    ]


def _option(each: Any, seen: PlanSeen, number: int, names: dict[ActionCode, str]) -> dict[str, Any]:
    return {
        "code": each.code,
        "title": each.title,
        "description": each.description,
        "enables": each.enables,
        "actions": enabled(each.enabled_numbers, names, seen),
        "edit_url": seen.url("studies:option", number, each.code),
        "scores_url": seen.url("studies:scores", number, each.code),
    }
