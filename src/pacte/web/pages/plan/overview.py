"""« Où en est le pacte ? »: overview of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.kernel.money import format_euros
from pacte.plan.queries import LeadStatus, action_leads, main_plan
from pacte.web.pages.plan.action_summaries import ActionSummary, action_summaries, truncate_at_word
from pacte.web.pages.plan.evidence import (
    evidence_by_action,
    latest_evidence_cell,
    measured_action_numbers,
    self_counted_action_numbers,
)
from pacte.web.pages.plan.money import add_money_stages, may_see_money
from pacte.web.pages.plan.overview_attention import vacant_actions_group
from pacte.web.pages.plan.overview_model import AxisGroup, OverviewUrls, PlanOverview, plan_overview
from pacte.web.pages.plan.page_context import join_sentence_parts, plan_page_context, plan_url
from pacte.web.pages.plan.plan_context import PlanContext, load_plan_context
from pacte.web.pages.plan.setup_checklist import setup_steps
from pacte.web.pages.plan.steering import LeadReports, load_lead_reports

if TYPE_CHECKING:
    from pacte.indicators.records.evidence import ActionEvidence
    from pacte.web.pages.plan.overview_attention import AttentionGroup, AttentionItem

# The full title of the axis is shown above, with its money.
_MAX_TITLE_LENGTH = 110


@dataclass(frozen=True, slots=True)
class ActionProgressData:
    """Data about the actions beyond the plan: reports of their leads, evidence from the facts."""

    lead_reports: LeadReports
    evidence: dict[ActionCode, ActionEvidence]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The main plan; without any plan, the setup checklist."""
    plan = main_plan(actor=request.actor)  # type: ignore[attr-defined]
    if plan is None:
        return render(request, "plan/none.html", {"steps": setup_steps(request)})
    return _page(request, plan.code)


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, code)


def _page(request: HttpRequest, code: str) -> HttpResponse:
    plan_context = load_plan_context(request, code)
    lines = action_summaries(plan_context.content, plan_context.on)
    years = f"{plan_context.content.first_year}-{plan_context.content.last_year}"
    evidence_by_number = evidence_by_action(plan_context)
    overview = plan_overview(
        plan_context.content,
        lines,
        plan_context.on,
        OverviewUrls(
            axis=lambda axis: _list_url(plan_context, {"axe": axis}),
            missing=lambda field: _list_url(plan_context, {"manque": field}),
        ),
        measured=measured_action_numbers(evidence_by_number),
    )
    vacancy_group = vacant_actions_group(lines, _departures(plan_context))
    money = add_money_stages(overview.money, plan_context)
    lead_reports = load_lead_reports(plan_context)
    context = (
        plan_page_context(request, plan_context, page="glance")
        | {
            "glance": overview,
            "money": money,
            "money_note": overview.money_note if money.knows_envelope_only else "Fonds pacte ; part de l’enveloppe.",
            "answer": _add_other_evidence(
                join_sentence_parts(overview.answer),
                len(self_counted_action_numbers(evidence_by_number)),
                len(lead_reports.declared),
            ),
            "attention": [
                _attention_column(group, plan_context)
                for group in (*([vacancy_group] if vacancy_group else []), *overview.groups)
            ],
            "timeline": _timeline(overview, ActionProgressData(lead_reports, evidence_by_number), plan_context),
            "extra": _extra_columns(overview, lead_reports),
            "proof_note": _evidence_note(
                bool(measured_action_numbers(evidence_by_number)), bool(lead_reports.declared)
            ),
            "actions_title": f"Les {len(lines)} actions" if len(lines) > 1 else "L’action",
            "has_deadlines": any(line.calendar.milestones for line in lines),
            "money_source": f"enveloppe {years}, écrite au plan ; le total est la somme des axes",
            "money_url": reverse("money:overview", args=[code]) + plan_context.querystring
            if may_see_money(plan_context)
            else "",
            "years_word": pluralise(plan_context.content.last_year - plan_context.content.first_year + 1, "an"),
        }
        | _year_table(overview)
    )
    return render(request, "plan/glance.html", context)


def _add_other_evidence(answer: SafeString, self_counted: int, declared: int) -> SafeString:
    """Adds what is counted without a target, and what leads declared."""
    sentences = []
    if self_counted:
        sentences.append(
            f"Pour {format_number(self_counted)} d’entre elles, ce sont les services qui comptent leurs propres actes."
        )
    if declared:
        sentences.append(f"Pour {pluralise(declared, 'action')}, un porteur a déclaré un chiffre.")
    return format_html("{} {}", answer, " ".join(sentences)) if sentences else answer


def _evidence_note(has_measured: bool, has_declared: bool) -> str:
    note = "ce qui a été mesuré ou déclaré depuis"
    if not has_measured:
        note += " ; rien n’est encore mesuré ici" if has_declared else " ; rien ne l’est encore ici"
    return note + (" ; ce que les porteurs ont déclaré est marqué comme tel." if has_declared else ".")


def _departures(plan_context: PlanContext) -> dict[ActionCode, str]:
    """Who left which action without a successor, for actors who may read the people of the pact."""
    if not plan_context.sees_people:
        return {}
    return {
        line.number: f"{line.name} l’a quittée" + (f" le {format_day(line.left_on)}" if line.left_on else "")
        for line in action_leads(actor=plan_context.actor, version=plan_context.version, on=plan_context.on)
        if line.status is LeadStatus.VACANT
    }


def _year_table(overview: PlanOverview) -> dict[str, Any]:
    """Table of amounts by axis and year, in euros, with the total of each year."""
    sums = [sum(each.cents[place] or 0 for each in overview.year_amounts) for place in range(len(overview.years))]
    return {
        "year_columns": [{"label": "Axe"}, *({"label": str(year), "kind": "num"} for year in overview.years)],
        "year_rows": [
            [each.axis.label, *(_amount_cell(cents) for cents in each.cents)] for each in overview.year_amounts
        ],
        "year_totals": ["Ensemble", *(_amount_cell(cents) for cents in sums)],
    }


def _amount_cell(cents: int | None) -> dict[str, str]:
    if cents is None:
        return {"text": "non chiffré", "value": ""}
    return {"text": format_euros(cents), "value": str(Decimal(cents) / 100)}


def _list_url(plan_context: PlanContext, query: dict[str, str]) -> str:
    carried_query = plan_context.querystring.removeprefix("?")
    new_query = urlencode(query)
    joined = "&".join(part for part in (new_query, carried_query) if part)
    return reverse("plan:actions", args=[plan_context.plan.code]) + (f"?{joined}" if joined else "")


def _attention_column(group: AttentionGroup, plan_context: PlanContext) -> dict[str, Any]:
    items = [*group.items, *([group.rest] if group.rest else [])]
    return {
        "title": group.title,
        "sign": group.sign,
        "tone": group.tone,
        "lines": [_attention_item(item, plan_context) for item in items],
    }


def _attention_item(item: AttentionItem, plan_context: PlanContext) -> dict[str, Any]:
    url = ""
    if item.number is not None:
        url = plan_url("action", plan_context, item.number)
    elif item.query is not None:
        url = _list_url(plan_context, dict(item.query))
    return {"number": item.number, "label": item.text, "note": item.detail, "url": url}


def _extra_columns(overview: PlanOverview, lead_reports: LeadReports) -> list[dict[str, str]]:
    amount = [{"label": "Montant", "kind": "num"}] if overview.shows_amounts else []
    weather = [{"label": "Météo", "kind": ""}] if lead_reports.weather else []
    return [*amount, *weather, {"label": "Cible", "kind": ""}, {"label": "Preuve la plus récente", "kind": ""}]


def _timeline(overview: PlanOverview, progress: ActionProgressData, plan_context: PlanContext) -> list[dict[str, Any]]:
    return [_axis_rows(group, overview, progress, plan_context) for group in overview.axes if group.lines]


def _axis_rows(
    group: AxisGroup, overview: PlanOverview, progress: ActionProgressData, plan_context: PlanContext
) -> dict[str, Any]:
    return {
        "code": group.axis.label,
        "label": truncate_at_word(group.axis.title, _MAX_TITLE_LENGTH),
        "axis": group.rank,
        "note": group.summary,
        "url": _list_url(plan_context, {"axe": group.axis.code}),
        "lines": [_action_row(line, overview, progress, plan_context) for line in group.lines],
    }


def _action_row(
    line: ActionSummary, overview: PlanOverview, progress: ActionProgressData, plan_context: PlanContext
) -> dict[str, Any]:
    return {
        "number": line.number,
        "title": f"{line.name} ({line.state_word})" if line.state_word else line.name,
        "url": plan_url("action", plan_context, line.number),
        "lead": line.leads_text or "à désigner",
        "line": line.calendar,
        "cells": _cells(line, overview, progress),
    }


def _cells(line: ActionSummary, overview: PlanOverview, progress: ActionProgressData) -> list[object]:
    lead_reports = progress.lead_reports
    amount = [format_euros(line.cents) if line.cents is not None else "non chiffré"] if overview.shows_amounts else []
    weather = [lead_reports.weather.get(line.number, _muted("sans avis"))] if lead_reports.weather else []
    if line.is_ended:
        return [*amount, *weather, _muted(line.target_brief), line.state_text]
    no_evidence_text = "aucune preuve à ce jour" + ("" if line.has_decided_lead else ", porteur à désigner")
    target = line.target_brief if line.targets else _muted(line.target_brief)
    proof = latest_evidence_cell(progress.evidence.get(line.number)) or lead_reports.declared.get(
        line.number, _muted(no_evidence_text)
    )
    return [*amount, *weather, target, _text_with_note(proof) if isinstance(proof, dict) else proof]


def _text_with_note(proof: dict[str, str]) -> SafeString:
    return format_html('{}<span class="note cell-note">{}</span>', proof["text"], proof["note"])


@lru_cache(maxsize=512)
def _muted(text: str) -> SafeString:
    """Text for a missing value, in the secondary colour so that real values stand out."""
    return format_html('<span class="quiet-text">{}</span>', text)
