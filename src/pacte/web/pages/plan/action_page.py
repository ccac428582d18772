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
from pacte.web.pages.plan.action_detail import (
    ActionDetail,
    ActionReference,
    FigureView,
    action_detail,
    answer_with_measure,
)
from pacte.web.pages.plan.action_lifecycle import action_lifecycle_context
from pacte.web.pages.plan.evidence import action_evidence_context, evidence_by_action
from pacte.web.pages.plan.experiments_and_studies import experiments_and_studies_context
from pacte.web.pages.plan.money import action_money_context
from pacte.web.pages.plan.outcome_counts import outcome_count_context
from pacte.web.pages.plan.page_context import join_sentence_parts, plan_page_context, plan_url
from pacte.web.pages.plan.partner_messages import partner_message_context
from pacte.web.pages.plan.plan_context import PlanContext, load_plan_context
from pacte.web.pages.plan.purchases import purchase_context
from pacte.web.pages.plan.steering import action_steering_context

if TYPE_CHECKING:
    from pacte.web.pages.plan.source_cells import SourceCell, SourceRow


@require_safe
def page(request: HttpRequest, code: str, number: ActionCode) -> HttpResponse:
    plan_context = load_plan_context(request, code)
    detail = action_detail(plan_context.content, number, plan_context.on)
    people = (
        people_of_action(actor=plan_context.actor, plan=plan_context.plan, number=number)
        if plan_context.sees_people
        else []
    )
    leads = (
        action_leads(actor=plan_context.actor, version=plan_context.version, on=plan_context.on, number=number)
        if plan_context.sees_people
        else ()
    )
    names = organisation_names(on=plan_context.on) if people else {}
    trail = [
        {
            "label": detail.line.axis.label,
            "url": plan_url("actions", plan_context) + _append_query(plan_context, f"axe={detail.line.axis.code}"),
        },
        {"label": f"Action {number}"},
    ]
    context = (
        plan_page_context(request, plan_context, page="actions", breadcrumb=trail)
        | {
            "sheet": detail,
            "line": detail.line,
            "title": f"{detail.line.name} : où en est-on ?",
            "facts": _facts(detail, people, plan_context),
            "people_columns": [
                {"label": "Personne"},
                {"label": "Pour"},
                {"label": "Depuis", "kind": "day"},
                {"label": "Jusqu’au", "kind": "day"},
            ],
            "people_rows": [_person_row(each, names) for each in people],
            "holds": [text for each in leads if (text := _lead_status_text(each, names))],
            "sees_people": plan_context.sees_people,
            "previous": _action_link(detail.previous, plan_context),
            "following": _action_link(detail.following, plan_context),
            "links_to": [_action_link(each, plan_context) for each in detail.links_to],
            "links_from": [_action_link(each, plan_context) for each in detail.links_from],
            "source": [_source_row_values(each) for each in detail.source],
            "history_url": plan_url("action_history", plan_context, number),
            "pdf_url": plan_url("action_sheet", plan_context, number) if plan_context.may_export else "",
            "edits": _edit_links(detail, plan_context),
            "become_url": _plan_editing_url("become", plan_context.plan.code, number)
            if plan_context.may_reshape
            else "",
            "appoint_url": _plan_editing_url("appoint", plan_context.plan.code, number)
            if plan_context.may_import
            else "",
            "other_columns": [
                {"label": "Chiffre"},
                {"label": "Nature"},
                {"label": "Valeur"},
                {"label": "Dans la source"},
            ],
            "other_rows": [_other_figure_row(each) for each in detail.others],
            "amount_columns": [{"label": "Année"}, {"label": "Montant", "kind": "num"}],
            "amount_rows": [
                [label, {"text": format_euros(cents), "value": str(Decimal(cents) / 100)}]
                for label, cents in detail.amounts
            ],
        }
        | action_money_context(plan_context, number)
        | action_steering_context(plan_context, number)
        | _section_notes(detail)
        | action_lifecycle_context(plan_context, number, detail.names)
        | experiments_and_studies_context(plan_context, number)
        | outcome_count_context(plan_context, number)
    )
    codes = [each.figure.indicator_code for each in (*detail.targets, *detail.proposed)]
    evidence = evidence_by_action(plan_context, frozenset({number})).get(number)
    context |= partner_message_context(plan_context, evidence)
    context |= purchase_context(plan_context, codes)
    context |= action_evidence_context(plan_context, evidence, detail.targets, detail.proposed)
    context["answer"] = join_sentence_parts(answer_with_measure(detail, context["measured_sentence"]))
    return render(request, "plan/action.html", context)


def _append_query(plan_context: PlanContext, query: str) -> str:
    return f"{'&' if plan_context.querystring else '?'}{query}"


def _action_link(reference: ActionReference | None, plan_context: PlanContext) -> dict[str, Any] | None:
    if reference is None:
        return None
    return {
        "number": reference.number,
        "name": reference.name,
        "url": plan_url("action", plan_context, reference.number),
    }


def _facts(detail: ActionDetail, people: list[ActionPersonSummary], plan_context: PlanContext) -> list[dict[str, str]]:
    line = detail.line
    current_people = [
        each
        for each in people
        if each.valid_from <= plan_context.on and (each.valid_until is None or each.valid_until >= plan_context.on)
    ]
    schedules = [view.row.schedule for view in detail.rows if not view.is_heading] or [detail.rows[0].row.schedule]
    doubts = [
        text for text in (schedule_doubt_label(each, len(plan_context.content.periods)) for each in schedules) if text
    ]
    return [
        {
            "label": "Porteur",
            "value": line.leads_text or "À désigner",
            "note": _people_text(current_people, plan_context)
            if line.has_decided_lead or current_people
            else "porteur à désigner",
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


def _people_text(people: list[ActionPersonSummary], plan_context: PlanContext) -> str:
    if people:
        return " ; ".join(f"{each.name}, depuis le {format_day(each.valid_from)}" for each in people)
    return "aucune personne désignée" if plan_context.sees_people else ""


def _section_notes(detail: ActionDetail) -> dict[str, str]:
    """Notes shown next to the section titles."""
    line = detail.line
    figures = len(detail.targets) + len(detail.proposed) + len(detail.others)
    lines = "; ".join(each.lines for each in detail.source if each.lines)
    amount = format_millions(line.axis.amount_cents) if line.axis.amount_cents is not None else "montant non connu"
    return {
        "figures_note": pluralise(figures, "chiffre, chacun avec sa nature", "chiffres, chacun avec sa nature"),
        "plan_note": pluralise(len(detail.rows), "ligne du tableau", "lignes du tableau"),
        "calendar_note": "imprimé par la source"
        if line.is_calendar_certain
        else "imprimé par la source, avec ses doutes",
        "axis_note": f"{line.axis.label} : {amount} pour toutes ses actions",
        "mark_text": f"{line.mark.met} champs sur {line.mark.total}",
        "source_note": f"lignes {lines} ; surligné : doute ou écart, raison dessous"
        if lines
        else "surligné : doute ou écart",
    }


def _other_figure_row(view: FigureView) -> list[Any]:
    return [
        {"text": view.figure.what, "note": view.doubt_text},
        view.kind,
        view.amount,
        view.source_quote or "sans citation",
    ]


def _person_row(line: ActionPersonSummary, names: dict[int, str]) -> list[Any]:
    until = format_day(line.valid_until) if line.valid_until else "en fonction"
    return [line.name, names.get(line.organisation_id, ""), format_day(line.valid_from), until]


def _lead_status_text(line: ActionLeadSummary, names: dict[int, str]) -> str:
    """« Vacante pour Région : A. B. l’a quittée le … », « C. D. remplace A. B. jusqu’au … », or ""."""
    if line.status is LeadStatus.VACANT:
        left = f" le {format_day(line.left_on)}" if line.left_on else ""
        return f"Vacante pour {names.get(line.organisation_id, 'son porteur')} : {line.name} l’a quittée{left}."
    if line.status is LeadStatus.BY_SUBSTITUTE and line.substitute_until:
        return f"{line.substitute} remplace {line.name} jusqu’au {format_day(line.substitute_until)}."
    return ""


def _source_row_values(row: SourceRow) -> dict[str, Any]:
    return {"row": row, "cells": [_source_cell_values(cell) for cell in row.cells]}


def _source_cell_values(cell: SourceCell) -> dict[str, Any]:
    return {
        "label": cell.label,
        "label_doubt": bool(cell.reasons) and cell.is_empty,
        "text": "".join(piece.text for piece in cell.runs),
        "doubts": [piece.text.strip() for piece in cell.runs if piece.marked and piece.text.strip()],
        "notes": list(cell.reasons),
    }


def _edit_links(detail: ActionDetail, plan_context: PlanContext) -> list[dict[str, str]]:
    """Links to edit each row, for actors who may. A lead may edit only the rows that they lead."""
    code, number = plan_context.plan.code, detail.line.number
    several = len(detail.rows) > 1
    return [
        {
            "label": f"Modifier « {view.row.short_title or view.row.title} »" if several else "Modifier l’action",
            "url": address,
        }
        for view in detail.rows
        if plan_context.may_edit(view.row.key) and (address := _plan_editing_url("edit", code, number, view.row.key))
    ]


def _plan_editing_url(name: str, *arguments: object) -> str:
    """URL of a plan editing page; "" when this site has none."""
    try:
        return reverse(f"amend:{name}", args=arguments)
    except NoReverseMatch:
        return ""
