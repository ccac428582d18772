"""Template data of the printed plan, as plain texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pacte.exchange.documents.amounts import amount_numbers, amount_years, cents_by_year, year_heading
from pacte.exchange.documents.pdf_action import TemplateData, action_data, doubt_data
from pacte.exchange.documents.pdf_texts import day_or_text, join_items, page_text, unique_texts
from pacte.exchange.documents.wording import axis_amount, axis_heading, objective_cell, plan_amount_text
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day, format_percent, pluralise
from pacte.kernel.money import format_euros
from pacte.plan.records import Axis, Objective, Placement, PlanContent, RowKind

_LEGEND = (
    "Barre pleine : imprimée par la source. Tirets : colonne « supposée », la raison est sur la fiche. "
    "Pointillé : inconnue."
)


def common_page_data(content: PlanContent, *, as_of: date, version_label: str, synthetic: bool) -> TemplateData:
    """Data common to all pages."""
    where = f"Région {content.region}" if content.region else ""
    decided = f"décidé le {day_or_text(content.decided_on)}" if content.decided_on else ""
    return {
        "synthetic": synthetic,
        "running_title": page_text(content.title),
        "version": page_text(" · ".join(unique_texts([version_label, f"vu au {format_day(as_of)}"]))),
        "footer": page_text(" · ".join(unique_texts([where, decided, "Données fictives" if synthetic else ""]))),
        "keywords": [word for word in (page_text(content.region), "pacte", "plan opérationnel") if word],
        "periods": [period.code for period in content.periods],
    }


def whole_plan_data(content: PlanContent, *, as_of: date, version_label: str, synthetic: bool) -> TemplateData:
    """Data of the document of the whole plan."""
    title = content.title or content.document_title
    actions = {number: action_data(content, number) for number in content.numbers}
    document = content.document_title if content.document_title != title else ""
    about = [
        version_label,
        f"vu au {format_day(as_of)}",
        f"décidé le {day_or_text(content.decided_on)}" if content.decided_on else "",
        f"source : {content.source}" if content.source else "",
    ]
    return {
        **common_page_data(content, as_of=as_of, version_label=version_label, synthetic=synthetic),
        "short": False,
        "title": page_text(title),
        "description": _with_synthetic_notice(f"Plan complet, {version_label}, au {format_day(as_of)}", synthetic),
        "subtitle": page_text(document),
        "answer": _answer(content),
        "about": page_text(" · ".join(unique_texts(about))),
        "money_said": _money_note(content),
        "axes": _money(content),
        "total_label": pluralise(len(content.axes), "axe", "axes"),
        "total": plan_amount_text(content.total_cents),
        "total_share": format_percent(1, 0) if content.total_cents else "",
        "amounts": _amount_table(content),
        "actions_title": f"Les {pluralise(len(actions), 'action')}"
        if len(actions) > 1
        else pluralise(len(actions), "action"),
        "actions_said": _schedules_sentence(content),
        "legend": page_text(_LEGEND),
        "groups": _groups(content, actions),
    }


def action_document_data(
    content: PlanContent, number: ActionCode, *, as_of: date, version_label: str, synthetic: bool
) -> TemplateData:
    """Data of the document of one action."""
    action = action_data(content, number)
    return {
        **common_page_data(content, as_of=as_of, version_label=version_label, synthetic=synthetic),
        "short": True,
        "title": f"Action {number} : {action['short']}",
        "description": _with_synthetic_notice(
            f"Fiche de l’action {number}, {version_label}, au {format_day(as_of)}", synthetic
        ),
        "action": action,
    }


def _with_synthetic_notice(text: str, synthetic: bool) -> str:
    return page_text(f"Données fictives. {text}" if synthetic else text)


def _answer(content: PlanContent) -> str:
    parts = [pluralise(len(content.axes), "axe"), pluralise(len(content.numbers), "action")]
    money = f", pour {plan_amount_text(content.total_cents)}" if content.total_cents else ""
    span = f"de {content.first_year} à {content.last_year}" if content.first_year != content.last_year else ""
    return page_text(f"{parts[0]} et {parts[1]}{money}, {span or f'en {content.first_year}'}.")


def _money_note(content: PlanContent) -> str:
    share = "Part de chaque axe dans la somme des axes."
    below = "" if content.amounts else " Le plan ne donne aucun montant par action."
    return share + below


def _money(content: PlanContent) -> list[dict[str, Any]]:
    widest = max((axis.amount_cents or 0 for axis in content.axes), default=0)
    return [
        {
            "rank": rank,
            "label": page_text(axis.label or axis.code),
            "title": page_text(axis.title),
            "width": round(100 * (axis.amount_cents or 0) / widest, 2) if widest else 0,
            "amount": "" if axis.amount_cents is None else plan_amount_text(axis.amount_cents),
            "share": _share(axis, content),
        }
        for rank, axis in enumerate(content.axes)
    ]


def _share(axis: Axis, content: PlanContent) -> str:
    if axis.amount_cents is None or not content.total_cents:
        return ""
    return format_percent(Decimal(axis.amount_cents) / content.total_cents, 1)


def _amount_table(content: PlanContent) -> dict[str, Any]:
    names = {action.number: action.short_title or action.title for action in content.actions}
    lines = [
        {
            "number": str(number),
            "name": page_text(names.get(number, "")),
            "values": _money_line(cents_by_year(content, number)),
        }
        for number in sorted(amount_numbers(content))
    ]
    if lines:
        lines.append({"number": "", "name": "Total", "values": _money_line(cents_by_year(content))})
    return {"columns": [*map(year_heading, amount_years(content)), "Total"], "lines": lines}


def _money_line(cents: Sequence[int | None]) -> list[str]:
    return [*("" if each is None else format_euros(each) for each in cents), format_euros(sum(filter(None, cents)))]


def _schedules_sentence(content: PlanContent) -> str:
    placements = [row.schedule.placement for row in content.rows if row.kind is not RowKind.HEADING]
    labelled_counts = [
        (placements.count(Placement.CERTAIN), "au calendrier imprimé"),
        (placements.count(Placement.ASSUMED), "au calendrier supposé"),
        (placements.count(Placement.UNKNOWN), "aux périodes inconnues"),
        (placements.count(Placement.NONE), "sans période"),
    ]
    counted = [f"{count} {words}" for count, words in labelled_counts if count]
    return page_text(f"{pluralise(len(placements), 'ligne')} : {', '.join(counted)}.") if counted else ""


def _groups(content: PlanContent, actions: dict[ActionCode, TemplateData]) -> list[TemplateData]:
    """Actions grouped by axis. Those whose axis is unknown to the plan come last."""
    known = {axis.code for axis in content.axes}
    homes = {number: content.rows_of(number)[0].axis_code for number in actions}
    groups = []
    for rank, axis in enumerate(content.axes):
        own = [actions[number] for number, code in homes.items() if code == axis.code]
        counted = pluralise(len(own), "action")
        amount = "" if axis.amount_cents is None else plan_amount_text(axis.amount_cents)
        groups.append(
            {
                "rank": rank,
                "label": page_text(axis.label or axis.code),
                "said": page_text(" · ".join(unique_texts([counted, amount]))),
                "axis": _axis_page(axis, rank, content, counted),
                "actions": own,
            }
        )
    others = [actions[number] for number, code in homes.items() if code not in known]
    if others:
        groups.append(
            {"rank": 0, "label": "Sans axe", "said": pluralise(len(others), "action"), "axis": None, "actions": others}
        )
    return groups


def _axis_page(axis: Axis, rank: int, content: PlanContent, counted: str) -> TemplateData:
    strategic = [item for item in content.objectives if item.axis_code == axis.code and item.is_strategic]
    return {
        "rank": rank,
        "kicker": f"{counted} · {pluralise(len(strategic), 'objectif stratégique', 'objectifs stratégiques')}",
        "heading": page_text(axis_heading(axis)),
        "amount_said": page_text(axis_amount(axis, content)),
        "description": page_text(axis.description),
        "publics": join_items(axis.publics),
        "doubts": [doubt_data(doubt) for doubt in axis.doubts],
        "objectives": [{**_objective(item, content), "children": _children(item, content)} for item in strategic],
    }


def _children(strategic: Objective, content: PlanContent) -> Sequence[TemplateData]:
    return [_objective(item, content) for item in content.objectives if item.parent_code == strategic.code]


def _objective(objective: Objective, content: PlanContent) -> TemplateData:
    numbers = sorted({row.number for row in content.rows if row.operational_code == objective.code})
    word = "action" if len(numbers) == 1 else "actions"
    return {
        "label": page_text(objective_cell(objective.code, objective)),
        "actions": f"{word} {', '.join(map(str, numbers))}" if numbers else "sans action",
        "doubt": page_text("\n".join(doubt.reason for doubt in objective.doubts)),
    }
