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
from pacte.web.money_stages import stage_bars
from pacte.web.pages.money.choice import Choice
from pacte.web.pages.money.detail import detail
from pacte.web.pages.money.known import money_frame, seen_money
from pacte.web.pages.money.overview import amount
from pacte.web.plan_seen import PlanSeen, plan_seen
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.finance.queries import CommitmentHistory, CommitmentSummary

COMMITMENTS = (
    {"label": "Engagement"}, {"label": "Objet et tiers"}, {"label": "Fonds"}, {"label": "Engagé", "kind": "num"},
    {"label": "Service fait", "kind": "num"}, {"label": "Mandaté", "kind": "num"}, {"label": "Payé", "kind": "num"},
)  # fmt: skip
_MOST = 300


@signed_in
@require_safe
def page(request: HttpRequest, code: str, number: ActionCode) -> HttpResponse:
    seen, table = seen_money(request, code)
    names = {each: (name, axis) for each, name, axis in table.actions}
    if number not in names:
        raise NotFound
    name, axis = names[number]
    cells = table.filter_cells(lambda cell: cell.action == number)
    found = detail(table, Choice(action=str(number), fund="tous", rows="section"))
    lines = commitments_of_action(actor=seen.actor, plan=seen.plan, number=number, on=seen.on)
    context = money_frame(request, seen, trail=[{"label": f"Action {number}"}]) | {
        "title": f"{name} : où en est son argent ?",
        "number": number,
        "axis": _rank(table, axis),
        "answer": _answer(cells, lines),
        "bars": [
            {
                "id": f"etapes-{section}",
                "label": SECTION_LABELS[section],
                "caption": f"{SECTION_LABELS[section]}, par étape",
                "stages": stage_bars(cells, section=section),
            }
            for section in (Section.OPERATING, Section.INVESTMENT)
            if any(cell.section is section for cell in cells)
        ],
        "posts": sum((cell.etp for cell in cells if cell.etp is not None), start=0),
        "columns": [{"label": label, "kind": "num" if rank > 2 else ""} for rank, label in enumerate(found.headings)],
        "rows": [[row.label, str(row.year), row.fund, *(amount(cents) for cents in row.cents)] for row in found.rows],
        "totals": ["Ensemble", "", "", *(amount(cents) for cents in found.totals)] if found.rows else [],
        "detail_note": found.sources_note,
        "commitment_columns": COMMITMENTS,
        "commitments": [_line(line, seen) for line in lines[:_MOST]],
        "commitments_note": pluralise(len(lines), "engagement")
        + (f", les {_MOST} premiers" if len(lines) > _MOST else ""),
        "action_url": seen.url("plan:action", number),
    }
    return render(request, "money/action.html", context)


@signed_in
@require_safe
def commitment(request: HttpRequest, code: str, identifier: int) -> HttpResponse:
    """History of one commitment, and its allocations."""
    seen = plan_seen(request, code)
    told = commitment_history(actor=seen.actor, plan=seen.plan, commitment_id=identifier)
    line = told.commitment
    trail = [{"label": f"Engagement {line.number}"}]
    if told.target and told.target.action is not None:
        trail.insert(0, {"label": f"Action {told.target.action}", "url": seen.url("money:action", told.target.action)})
    context = money_frame(request, seen, trail=trail, dated=False) | {
        "title": f"Engagement {line.number} : que lui est-il arrivé ?",
        "answer": _story(told),
        "facts": _facts(told),
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
            for each in told.movements
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
            for each in told.allocations
        ],
        "waiting_url": reverse("money:allocate", args=[code, identifier]) if told.target is None else "",
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


def _rank(table: PlanMoneyTable, axis_code: str) -> int:
    return next((rank for rank, axis in enumerate(table.axes, start=1) if axis.code == axis_code), 1)


def _line(line: CommitmentSummary, seen: PlanSeen) -> list[Any]:
    name = f"{line.number}{f', poste {line.post}' if line.post else ''}"
    return [
        {"text": name, "url": seen.url("money:commitment", line.commitment_id), "note": str(line.year)},
        {"text": line.label or "sans objet", "note": line.supplier},
        {"text": FUND_LABELS[line.fund], "note": line.financer},
        *(
            amount(line.amounts.get(stage))
            for stage in (MoneyStage.COMMITTED, MoneyStage.RENDERED, MoneyStage.ORDERED, MoneyStage.PAID)
        ),
    ]


def _story(told: CommitmentHistory) -> str:
    amounts = told.commitment.amounts
    said = [
        f"{format_euros(amounts[stage])} {word}"
        for stage, word in (
            (MoneyStage.COMMITTED, "engagés"),
            (MoneyStage.ORDERED, "mandatés"),
            (MoneyStage.PAID, "payés"),
        )
        if stage in amounts
    ]
    where = f"Affecté à : {told.target.label}." if told.target else f"En attente : {told.why_waiting}."
    return f"{', '.join(said).capitalize()}. {where}"


def _facts(told: CommitmentHistory) -> list[dict[str, str]]:
    line = told.commitment
    corrections = sum(each.corrects_on is not None for each in told.movements)
    facts = [
        ("Objet", line.label or "non dit", line.supplier),
        ("Exercice", str(line.year), f"poste {line.post}" if line.post else ""),
        ("Opération", told.operation or "non dite", f"nature {told.nature}" if told.nature else ""),
        ("Section, fonds", SECTION_LABELS[line.section], f"{FUND_LABELS[line.fund]}, {line.financer}"),
        ("Mouvements", str(len(told.movements)), pluralise(corrections, "correction")),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in facts]
