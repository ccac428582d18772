"""« Action 18 : où en est-on ? »: the page of one numbered action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.urls import reverse

from pacte.accounts.queries import organisation_names
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.money import format_millions
from pacte.plan.permissions import may
from pacte.plan.queries import (
    ActionLeadSummary,
    ActionPersonSummary,
    LeadStatus,
    action_leads,
    people_of_action,
    plan_scope_of_version,
)
from pacte.plan.records import Amount
from pacte.plan.rules.completeness import COMPLETENESS_CRITERIA
from pacte.web.charts.timeline import TimelineMilestone
from pacte.web.euro_link import may_follow_euro
from pacte.web.page import Crumb
from pacte.web.pages.plan.action_detail import (
    ActionDetail,
    FigureView,
    action_detail,
)
from pacte.web.pages.plan.action_facts import action_facts
from pacte.web.pages.plan.action_sentence import action_sentence
from pacte.web.pages.plan.action_summaries import calendar_columns, cents_cell
from pacte.web.pages.plan.curves import curve_context
from pacte.web.pages.plan.evidence import (
    action_evidence_context,
    evidence_by_action,
    outcome_count_context,
    partner_message_context,
)
from pacte.web.pages.plan.lifecycle import action_lifecycle_context, experiments_context
from pacte.web.pages.plan.participants import action_money_context, action_steering_context
from pacte.web.pages.plan.purchases import purchase_context
from pacte.web.pages.plan.reading_views import reading_context
from pacte.web.pages.plan.unit_views import unit_context
from pacte.web.pages.plan.version_page import VersionPage
from pacte.web.report_tables_display import reported_of_figures
from pacte.web.tables import Column, Table, cell, day_column, number_column


class ActionPage(VersionPage):
    """The action of the URL. Its ``detail`` raises ``NotFound`` when the version has none of that number."""

    nav = "actions"

    @property
    def number(self) -> ActionCode:
        return ActionCode(self.kwargs["number"])

    @cached_property
    def detail(self) -> ActionDetail:
        return action_detail(self.content, self.number, self.on)

    def breadcrumb(self) -> list[Crumb]:
        axis = self.detail.line.axis
        return [(axis.label, self.list_url(axe=axis.code)), (f"Action {self.number}", "")]


@ActionPage.view(template_name="plan/action.html")
def action(page: ActionPage) -> dict[str, Any]:
    detail, number = page.detail, page.number
    evidence = evidence_by_action(page, page.visible, frozenset({number})).get(number)
    units = unit_context(page, evidence, detail.targets, detail.proposed)
    drawn = {each["what"] for each in units["units"]}
    codes = [each.figure.indicator_code for each in (*detail.targets, *detail.proposed)]
    steering = action_steering_context(page, number, evidence.shown_value_ids if evidence else ())
    money = action_money_context(page, number)
    return {
        "line": detail.line,
        "title": f"{detail.line.name} : où en est-on ?",
        "answer": action_sentence(detail.line, evidence),
        "pdf_url": page.url("plan:action_sheet", number) if page.may_export else "",
        "edits": _edit_links(page),
        "become_url": reverse("plan_editing:become", args=[page.plan.code, number]) if page.may("plan.reshape") else "",
        "amounts": _amount_table(page),
        "columns": calendar_columns(page.content, page.on),
        "calendars": _calendars(detail, steering.get("milestone_marks", ())),
        "previous": _action_link(page, detail.previous),
        "following": _action_link(page, detail.following),
        **_sheet_context(page),
        **_people_context(page, {**steering, **money}),
        **money,
        **steering,
        **action_lifecycle_context(page, number, detail.names),
        **experiments_context(page, number),
        **outcome_count_context(page, number),
        **partner_message_context(page, evidence),
        **units,
        **reading_context(page),
        **purchase_context(page, number, codes),
        "reported": reported_of_figures(actor=page.actor, plan=page.plan, codes=codes, on=page.on),
        "euro_url": page.url("plan:euro", number) if may_follow_euro(page.actor, page.plan) else "",
        **curve_context(page, number, detail, evidence),
        **action_evidence_context(page, evidence, detail, drawn=drawn),
    }


def _sheet_context(page: ActionPage) -> dict[str, Any]:
    """What is folded at the end: the plan word for word, its doubts, its links, the history."""
    detail = page.detail
    return {
        "sheet": detail,
        "source": [
            {
                "row": row,
                "cells": [
                    {
                        "label": each.label,
                        "label_doubt": bool(each.reasons) and each.is_empty,
                        "text": "".join(piece.text for piece in each.runs),
                        "doubts": [piece.text.strip() for piece in each.runs if piece.marked and piece.text.strip()],
                        "notes": each.reasons,
                    }
                    for each in row.cells
                ],
            }
            for row in detail.source
        ],
        "history_url": page.url("plan:action_history", page.number),
        "others": _other_figure_table(detail.others),
        "checks": [(each.label, each not in detail.line.missing) for each in COMPLETENESS_CRITERIA],
        "links_to": [_action_link(page, each) for each in detail.links_to],
        "links_from": [_action_link(page, each) for each in detail.links_from],
        **_section_notes(detail),
    }


def _people_context(page: ActionPage, extra: Mapping[str, Any]) -> dict[str, Any]:
    """Who acts, for members of the pact, and the facts under the answer."""
    sees_people, number = page.sees_people, page.number
    people = people_of_action(actor=page.actor, plan=page.plan, number=number) if sees_people else []
    leads = action_leads(actor=page.actor, version=page.version, on=page.on, number=number) if sees_people else ()
    names = organisation_names(on=page.on) if people else {}
    in_post = [
        each for each in people if each.valid_from <= page.on and (not each.valid_until or each.valid_until >= page.on)
    ]
    appoint_url = reverse("plan_editing:appoint", args=[page.plan.code, number]) if page.may("plan.import") else ""
    return {
        "facts": action_facts(page.detail, in_post, extra, page.on, len(page.content.periods)),
        "people": _people_table(people, names),
        "holds": [text for each in leads if (text := _lead_status_text(each, names))],
        "sees_people": sees_people,
        "appoint_url": appoint_url,
        # Who acts for the lead answers the round; the others read what is answered.
        "answers_round": any(each.person_id == page.actor.person_id for each in in_post),
    }


def _calendars(detail: ActionDetail, marks: tuple[TimelineMilestone, ...]) -> list[dict[str, Any]]:
    """The milestones of the leads stand on the calendar of the action, which has one unless its rows differ."""
    views = detail.calendars
    own = marks if len(views) == 1 else ()
    return [
        {
            "title": view.row.short_title or view.row.title if len(views) > 1 else "",
            "line": replace(view.calendar, milestones=(*view.calendar.milestones, *own)),
            "note": view.row.schedule.note,
        }
        for view in views
    ]


def _action_link(page: ActionPage, number: ActionCode | None) -> dict[str, Any] | None:
    if number is None:
        return None
    return {"number": number, "name": page.detail.names.get(number, ""), "url": page.url("plan:action", number)}


def _people_table(people: list[ActionPersonSummary], names: dict[int, str]) -> Table[ActionPersonSummary]:
    return Table(
        people,
        Column("Personne", lambda line: line.name),
        Column("Pour", lambda line: names.get(line.organisation_id, "")),
        day_column("Depuis", lambda line: format_day(line.valid_from)),
        day_column("Jusqu’au", lambda line: format_day(line.valid_until) if line.valid_until else "en fonction"),
        id="porteurs",
        caption="Personnes désignées",
        empty="Personne n’est encore désigné pour agir au nom du porteur.",
    )


def _amount_table(page: ActionPage) -> Table[Amount]:
    amounts = [each for each in page.content.amounts if each.number == page.number]
    return Table(
        sorted(amounts, key=lambda each: (each.year is None, each.year or 0)),
        Column("Année", lambda each: str(each.year or "toute la durée")),
        number_column("Montant", lambda each: cents_cell(each.cents)),
        id="montants",
        caption="Montants de l’action",
    )


def _other_figure_table(views: tuple[FigureView, ...]) -> Table[FigureView]:
    return Table(
        views,
        Column("Chiffre", lambda view: cell(view.figure.what, note=view.doubt_text)),
        Column("Nature", lambda view: view.kind),
        Column("Valeur", lambda view: view.amount),
        Column("Dans la source", lambda view: view.source_quote or "sans citation"),
        id="chiffres",
        caption="Autres chiffres de la source",
    )


def _lead_status_text(line: ActionLeadSummary, names: dict[int, str]) -> str:
    """« Vacante pour Région : A. B. l’a quittée le … », « C. D. remplace A. B. jusqu’au … », or ""."""
    if line.status is LeadStatus.VACANT:
        left = f" le {format_day(line.left_on)}" if line.left_on else ""
        return f"Vacante pour {names.get(line.organisation_id, 'son porteur')} : {line.name} l’a quittée{left}."
    if line.status is LeadStatus.BY_SUBSTITUTE and line.substitute_until:
        return f"{line.substitute} remplace {line.name} jusqu’au {format_day(line.substitute_until)}."
    return ""


def _section_notes(detail: ActionDetail) -> dict[str, Any]:
    """Notes shown next to the section titles."""
    line = detail.line
    figures = len(detail.targets) + len(detail.proposed)
    lines = "; ".join(each.lines for each in detail.source if each.lines)
    amount = format_millions(line.axis.amount_cents) if line.axis.amount_cents is not None else "montant non connu"
    return {
        "figures_count": figures,
        "figures_note": pluralise(figures, "chiffre que le plan suit", "chiffres que le plan suit") if figures else "",
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


def _edit_links(page: ActionPage) -> list[dict[str, str]]:
    """Links to edit each row, for actors who may. A lead may edit only the rows that they lead."""
    several = len(page.detail.rows) > 1
    return [
        {
            "label": f"Modifier « {view.row.short_title or view.row.title} »" if several else "Modifier l’action",
            "url": reverse("plan_editing:edit", args=[page.plan.code, page.number, view.row.key]),
        }
        for view in page.detail.rows
        if may(page.actor, "plan.edit_row", plan_scope_of_version(page.version, view.row.key))
    ]
