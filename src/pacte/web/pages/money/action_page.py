"""« Action 18 : où en est son argent ? »: six stages by year, financers, commitments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.finance.queries import commitment_history, commitments_of_action
from pacte.finance.records import (
    FUND_LABELS,
    SECTION_LABELS,
    STAGE_LABELS,
    MoneyStage,
    PlanMoneyTable,
    Section,
)
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.money import format_euros
from pacte.web.dated_plan import DatedPlan, load_dated_plan
from pacte.web.money_stage_bars import money_stage_bars
from pacte.web.pages.money.detail_table import money_detail
from pacte.web.pages.money.filters import MoneyFilters
from pacte.web.pages.money.money_context import load_plan_money, money_page_context
from pacte.web.pages.money.overview import money_cell
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.finance.queries import CommitmentHistory, CommitmentSummary

COMMITMENT_COLUMNS = (
    {"label": "Engagement"}, {"label": "Objet et tiers"}, {"label": "Fonds"}, {"label": "Engagé", "kind": "num"},
    {"label": "Service fait", "kind": "num"}, {"label": "Mandaté", "kind": "num"}, {"label": "Payé", "kind": "num"},
)  # fmt: skip
_MAX_COMMITMENTS = 300


@require_login
@require_safe
def page(request: HttpRequest, code: str, number: ActionCode) -> HttpResponse:
    dated_plan, table = load_plan_money(request, code)
    names = {each: (name, axis) for each, name, axis in table.actions}
    if number not in names:
        raise NotFound
    name, axis = names[number]
    cells = table.filter_cells(lambda cell: cell.action == number)
    detail_table = money_detail(table, MoneyFilters(action=str(number), fund="tous", rows="section"))
    lines = commitments_of_action(actor=dated_plan.actor, plan=dated_plan.plan, number=number, on=dated_plan.on)
    context = money_page_context(request, dated_plan, trail=[{"label": f"Action {number}"}]) | {
        "title": f"{name} : où en est son argent ?",
        "number": number,
        "axis": _axis_rank(table, axis),
        "answer": _answer(cells, lines),
        "bars": [
            {
                "id": f"etapes-{section}",
                "label": SECTION_LABELS[section],
                "caption": f"{SECTION_LABELS[section]}, par étape",
                "stages": money_stage_bars(cells, section=section),
            }
            for section in (Section.OPERATING, Section.INVESTMENT)
            if any(cell.section is section for cell in cells)
        ],
        "posts": sum((cell.etp for cell in cells if cell.etp is not None), start=0),
        "columns": [
            {"label": label, "kind": "num" if rank > 2 else ""} for rank, label in enumerate(detail_table.headings)
        ],
        "rows": [
            [row.label, str(row.year), row.fund, *(money_cell(cents) for cents in row.cents)]
            for row in detail_table.rows
        ],
        "totals": ["Ensemble", "", "", *(money_cell(cents) for cents in detail_table.totals)]
        if detail_table.rows
        else [],
        "detail_note": detail_table.sources_note,
        "commitment_columns": COMMITMENT_COLUMNS,
        "commitments": [_commitment_row(line, dated_plan) for line in lines[:_MAX_COMMITMENTS]],
        "commitments_note": pluralise(len(lines), "engagement")
        + (f", les {_MAX_COMMITMENTS} premiers" if len(lines) > _MAX_COMMITMENTS else ""),
        "action_url": dated_plan.url("plan:action", number),
    }
    return render(request, "money/action.html", context)


@require_login
@require_safe
def commitment(request: HttpRequest, code: str, identifier: int) -> HttpResponse:
    """History of one commitment, and its allocations."""
    dated_plan = load_dated_plan(request, code)
    history = commitment_history(actor=dated_plan.actor, plan=dated_plan.plan, commitment_id=identifier)
    line = history.commitment
    trail = [{"label": f"Engagement {line.number}"}]
    if history.target and history.target.action is not None:
        trail.insert(
            0,
            {"label": f"Action {history.target.action}", "url": dated_plan.url("money:action", history.target.action)},
        )
    context = money_page_context(request, dated_plan, trail=trail, dated=False) | {
        "title": f"Engagement {line.number} : que lui est-il arrivé ?",
        "answer": _commitment_answer(history),
        "facts": _facts(history),
        "movement_columns": (
            {"label": "Étape"}, {"label": "Mouvement", "kind": "num"}, {"label": "A eu lieu le", "kind": "day"},
            {"label": "Su le", "kind": "day"}, {"label": "D’où"}, {"label": "Remarque"},
        ),
        "movements": [
            [
                STAGE_LABELS[each.stage], {"text": format_euros(each.cents), "value": f"{each.cents / 100:.2f}"},
                format_day(each.happened_on), format_day(each.recorded_at.date()),
                {"text": each.source_label or "saisi", "note": each.person_name},
                f"corrige ce qui datait du {format_day(each.corrects_on)}" if each.corrects_on else each.reason,
            ]
            for each in history.movements
        ],
        "allocation_columns": (
            {"label": "Affecté à"}, {"label": "Le", "kind": "day"}, {"label": "Par"}, {"label": "Pourquoi"},
        ),
        "allocations": [
            [
                each.target.label.capitalize() + ("" if each.superseded_at is None else ", avant correction"),
                format_day(each.recorded_at.date()),
                each.person_name,
                each.reason or ("règle apprise" if each.by_rule else "dit par le fichier"),
            ]
            for each in history.allocations
        ],
        "waiting_url": reverse("money:allocate", args=[code, identifier]) if history.target is None else "",
    }  # fmt: skip
    return render(request, "money/commitment.html", context)


def _answer(cells: tuple[Any, ...], lines: list[CommitmentSummary]) -> str:
    committed = sum(
        cell.cents for cell in cells if cell.stage is MoneyStage.COMMITTED and cell.section is not Section.STAFF
    )
    ordered = sum(
        cell.cents for cell in cells if cell.stage is MoneyStage.ORDERED and cell.section is not Section.STAFF
    )
    if not cells:
        return "Aucun montant n’est encore suivi pour cette action."
    return (
        f"{format_euros(round(committed, -2))} sont engagés par {pluralise(len(lines), 'engagement')} ; "
        f"{format_euros(round(ordered, -2))} sont mandatés."
    )


def _axis_rank(table: PlanMoneyTable, axis_code: str) -> int:
    return next((rank for rank, axis in enumerate(table.axes, start=1) if axis.code == axis_code), 1)


def _commitment_row(line: CommitmentSummary, dated_plan: DatedPlan) -> list[Any]:
    name = f"{line.number}{f', poste {line.post}' if line.post else ''}"
    return [
        {"text": name, "url": dated_plan.url("money:commitment", line.commitment_id), "note": str(line.year)},
        {"text": line.label or "sans objet", "note": line.supplier},
        {"text": FUND_LABELS[line.fund], "note": line.financer},
        *(
            money_cell(line.amounts.get(stage))
            for stage in (MoneyStage.COMMITTED, MoneyStage.RENDERED, MoneyStage.ORDERED, MoneyStage.PAID)
        ),
    ]


def _commitment_answer(history: CommitmentHistory) -> str:
    amounts = history.commitment.amounts
    amount_texts = [
        f"{format_euros(amounts[stage])} {word}"
        for stage, word in (
            (MoneyStage.COMMITTED, "engagés"),
            (MoneyStage.ORDERED, "mandatés"),
            (MoneyStage.PAID, "payés"),
        )
        if stage in amounts
    ]
    where = f"Affecté à : {history.target.label}." if history.target else f"En attente : {history.why_waiting}."
    return f"{', '.join(amount_texts).capitalize()}. {where}"


def _facts(history: CommitmentHistory) -> list[dict[str, str]]:
    line = history.commitment
    corrections = sum(each.corrects_on is not None for each in history.movements)
    facts = [
        ("Objet", line.label or "non dit", line.supplier),
        ("Exercice", str(line.year), f"poste {line.post}" if line.post else ""),
        ("Opération", history.operation or "non dite", f"nature {history.nature}" if history.nature else ""),
        ("Section, fonds", SECTION_LABELS[line.section], f"{FUND_LABELS[line.fund]}, {line.financer}"),
        ("Mouvements", str(len(history.movements)), pluralise(corrections, "correction")),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in facts]
