"""« Action 18 : où en est-on ? »: the page of one numbered action."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from pacte.accounts.queries import organisation_names
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.plan.queries import ActionLeadSummary, ActionPersonSummary, LeadStatus, action_leads, people_of_action
from pacte.plan.rules.schedule import schedule_doubt_label
from pacte.web.pages.plan.counted import counted_values
from pacte.web.pages.plan.exchanged import exchanged_values
from pacte.web.pages.plan.frame import frame, plan_url, sentence
from pacte.web.pages.plan.life import life_values
from pacte.web.pages.plan.money import action_values
from pacte.web.pages.plan.proofs import proof_values, proofs
from pacte.web.pages.plan.purchases import purchase_values
from pacte.web.pages.plan.reading import Shown, shown
from pacte.web.pages.plan.sheet_model import FigureView, Reference, Sheet, answered, sheet
from pacte.web.pages.plan.steering import steering_values
from pacte.web.pages.plan.works import works_values

if TYPE_CHECKING:
    from pacte.web.pages.plan.source_words import Cell, SourceRow


@require_safe
def page(request: HttpRequest, code: str, number: ActionCode) -> HttpResponse:
    seen = shown(request, code)
    found = sheet(seen.content, number, seen.on)
    people = people_of_action(actor=seen.actor, plan=seen.plan, number=number) if seen.sees_people else []
    leads = action_leads(actor=seen.actor, version=seen.version, on=seen.on, number=number) if seen.sees_people else ()
    names = organisation_names(on=seen.on) if people else {}
    trail = [
        {"label": found.line.axis.label, "url": plan_url("actions", seen) + _and(seen, f"axe={found.line.axis.code}")},
        {"label": f"Action {number}"},
    ]
    context = (
        frame(request, seen, page="actions", trail=trail)
        | {
            "sheet": found,
            "line": found.line,
            "title": f"{found.line.name} : où en est-on ?",
            "facts": _facts(found, people, seen),
            "people_columns": [
                {"label": "Personne"},
                {"label": "Pour"},
                {"label": "Depuis", "kind": "day"},
                {"label": "Jusqu’au", "kind": "day"},
            ],
            "people_rows": [_person(each, names) for each in people],
            "holds": [text for each in leads if (text := _hold(each, names))],
            "sees_people": seen.sees_people,
            "previous": _link(found.previous, seen),
            "following": _link(found.following, seen),
            "links_to": [_link(each, seen) for each in found.links_to],
            "links_from": [_link(each, seen) for each in found.links_from],
            "source": [_source(each) for each in found.source],
            "history_url": plan_url("action_history", seen, number),
            "pdf_url": plan_url("action_sheet", seen, number) if seen.may_export else "",
            "edits": _edits(found, seen),
            "become_url": _amend_url("become", seen.plan.code, number) if seen.may_reshape else "",
            "appoint_url": _amend_url("appoint", seen.plan.code, number) if seen.may_import else "",
            "other_columns": [
                {"label": "Chiffre"},
                {"label": "Nature"},
                {"label": "Valeur"},
                {"label": "Dans la source"},
            ],
            "other_rows": [_other(each) for each in found.others],
            "amount_columns": [{"label": "Année"}, {"label": "Montant", "kind": "num"}],
            "amount_rows": [
                [label, {"text": format_euros(cents), "value": str(Decimal(cents) / 100)}]
                for label, cents in found.amounts
            ],
        }
        | action_values(seen, number)
        | steering_values(seen, number)
        | _notes(found)
        | life_values(seen, number, found.names)
        | works_values(seen, number)
        | counted_values(seen, number)
    )
    codes = [each.figure.indicator_code for each in (*found.targets, *found.proposed)]
    evidence = proofs(seen, frozenset({number})).get(number)
    context |= exchanged_values(seen, evidence)
    context |= purchase_values(seen, codes)
    context |= proof_values(seen, evidence, found.targets, found.proposed)
    context["answer"] = sentence(answered(found, context["measured_sentence"]))
    return render(request, "plan/action.html", context)


def _and(seen: Shown, query: str) -> str:
    return f"{'&' if seen.carried else '?'}{query}"


def _link(reference: Reference | None, seen: Shown) -> dict[str, Any] | None:
    if reference is None:
        return None
    return {"number": reference.number, "name": reference.name, "url": plan_url("action", seen, reference.number)}


def _facts(found: Sheet, people: list[ActionPersonSummary], seen: Shown) -> list[dict[str, str]]:
    line = found.line
    now = [
        each
        for each in people
        if each.valid_from <= seen.on and (each.valid_until is None or each.valid_until >= seen.on)
    ]
    schedules = [view.row.schedule for view in found.rows if not view.is_heading] or [found.rows[0].row.schedule]
    doubts = [text for text in (schedule_doubt_label(each, len(seen.content.periods)) for each in schedules) if text]
    return [
        {
            "label": "Porteur",
            "value": line.leads_text or "À désigner",
            "note": _who(now, seen) if line.has_decided_lead or now else "porteur à désigner",
        },
        {
            "label": "Calendrier",
            "value": line.calendar_text,
            "note": doubts[0] if doubts else "certain : marques imprimées",
        },
        {
            "label": "Priorité",
            "value": line.priority or "Aucune",
            "note": "imprimée par la source" if line.priority else "la source n’en imprime pas",
        },
        {
            "label": "Cible",
            "value": line.target_brief if line.targets else "Aucune",
            "note": "prévue par le plan" if line.targets else "indicateur proposé par nous" if line.proposed else "",
        },
        {
            "label": "Fiche remplie",
            "value": str(line.mark).replace(" sur ", " champs sur "),
            "note": f"manque : {', '.join(each.label for each in line.missing)}" if line.missing else "complète",
        },
    ]


def _who(people: list[ActionPersonSummary], seen: Shown) -> str:
    if people:
        return " ; ".join(f"{each.name}, depuis le {format_day(each.valid_from)}" for each in people)
    return "aucune personne désignée" if seen.sees_people else ""


def _notes(found: Sheet) -> dict[str, str]:
    """Notes shown next to the section titles."""
    line = found.line
    figures = len(found.targets) + len(found.proposed) + len(found.others)
    lines = "; ".join(each.lines for each in found.source if each.lines)
    amount = format_millions(line.axis.amount_cents) if line.axis.amount_cents is not None else "montant non connu"
    return {
        "figures_note": pluralise(figures, "chiffre, chacun avec sa nature", "chiffres, chacun avec sa nature"),
        "plan_note": pluralise(len(found.rows), "ligne du tableau", "lignes du tableau"),
        "calendar_note": "imprimé par la source"
        if line.is_calendar_certain
        else "imprimé par la source, avec ses doutes",
        "axis_note": f"{line.axis.label} : {amount} pour toutes ses actions",
        "mark_text": f"{line.mark.met} champs sur {line.mark.total}",
        "source_note": f"lignes {lines} ; surligné : doute ou écart, raison dessous"
        if lines
        else "surligné : doute ou écart",
    }


def _other(view: FigureView) -> list[Any]:
    return [
        {"text": view.figure.what, "note": view.doubt_text},
        view.kind,
        view.amount,
        view.source_quote or "sans citation",
    ]


def _person(line: ActionPersonSummary, names: dict[int, str]) -> list[Any]:
    until = format_day(line.valid_until) if line.valid_until else "en fonction"
    return [line.name, names.get(line.organisation_id, ""), format_day(line.valid_from), until]


def _hold(line: ActionLeadSummary, names: dict[int, str]) -> str:
    """« Vacante pour Région : A. B. l’a quittée le … », « C. D. remplace A. B. jusqu’au … », or ""."""
    if line.status is LeadStatus.VACANT:
        left = f" le {format_day(line.left_on)}" if line.left_on else ""
        return f"Vacante pour {names.get(line.organisation_id, 'son porteur')} : {line.name} l’a quittée{left}."
    if line.status is LeadStatus.BY_SUBSTITUTE and line.substitute_until:
        return f"{line.substitute} remplace {line.name} jusqu’au {format_day(line.substitute_until)}."
    return ""


def _source(row: SourceRow) -> dict[str, Any]:
    return {"row": row, "cells": [_cell(cell) for cell in row.cells]}


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "label": cell.label,
        "label_doubt": bool(cell.reasons) and cell.is_empty,
        "text": "".join(piece.text for piece in cell.pieces),
        "doubts": [piece.text.strip() for piece in cell.pieces if piece.marked and piece.text.strip()],
        "notes": list(cell.reasons),
    }


def _edits(found: Sheet, seen: Shown) -> list[dict[str, str]]:
    """Links to edit each row, for actors who may. A lead may edit only the rows that they lead."""
    code, number = seen.plan.code, found.line.number
    several = len(found.rows) > 1
    return [
        {
            "label": f"Modifier « {view.row.short_title or view.row.title} »" if several else "Modifier l’action",
            "url": address,
        }
        for view in found.rows
        if seen.may_edit(view.row.key) and (address := _amend_url("edit", code, number, view.row.key))
    ]


def _amend_url(name: str, *arguments: object) -> str:
    """URL of a plan editing page; "" when this site has none."""
    try:
        return reverse(f"amend:{name}", args=arguments)
    except NoReverseMatch:
        return ""
