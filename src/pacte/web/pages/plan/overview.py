"""« Où en est le pacte ? »: overview of the plan."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.kernel.money import format_euros
from pacte.plan.queries import LeadStatus, action_leads, main_plan
from pacte.web.page import Page
from pacte.web.pages.plan.action_summaries import ActionSummary, action_summaries, cents_cell, truncate_at_word
from pacte.web.pages.plan.evidence import (
    evidence_by_action,
    latest_evidence_cell,
    measured_action_numbers,
    self_counted_action_numbers,
)
from pacte.web.pages.plan.money import add_money_stages, may_see_money
from pacte.web.pages.plan.overview_attention import AttentionGroup, AttentionItem, vacant_actions_group
from pacte.web.pages.plan.overview_model import (
    AxisGroup,
    PlanOverview,
    join_sentence_parts,
    plan_overview,
)
from pacte.web.pages.plan.steering import LeadReports, load_lead_reports
from pacte.web.pages.plan.version_page import VersionPage
from pacte.web.tables import Column, Table, number_column
from pacte.workflows.setup_checklist import setup_checklist

if TYPE_CHECKING:
    from pacte.indicators.records.evidence import ActionEvidence
    from pacte.kernel.action_codes import ActionCode
    from pacte.kernel.actor import Actor
    from pacte.plan.records import Axis

# The full title of the axis is shown above, with its money.
_MAX_TITLE_LENGTH = 110


class OverviewPage(VersionPage):
    """The overview, with what is known beyond the plan: reports of the leads, evidence from the facts."""

    lines: tuple[ActionSummary, ...]
    evidence: dict[ActionCode, ActionEvidence]
    lead_reports: LeadReports
    overview: PlanOverview

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.lines = action_summaries(self.content, self.on)
        self.evidence, self.lead_reports = evidence_by_action(self), load_lead_reports(self)
        self.overview = plan_overview(
            self.content,
            self.lines,
            self.on,
            axis_url=lambda axis: self.list_url(axe=axis),
            missing_url=lambda field: self.list_url(manque=field),
            measured=measured_action_numbers(self.evidence),
        )


@OverviewPage.view(template_name="plan/glance.html", entry="glance")
def overview(page: OverviewPage) -> dict[str, Any]:
    model, lines, first, last = page.overview, page.lines, page.content.first_year, page.content.last_year
    vacant, money = vacant_actions_group(lines, _departures(page)), add_money_stages(model.money, page)
    self_counted, declared = len(self_counted_action_numbers(page.evidence)), len(page.lead_reports.declared)
    return {
        "glance": model,
        "money": money,
        "money_note": model.money_note if money.knows_envelope_only else "Fonds pacte ; part de l’enveloppe.",
        "answer": _add_other_evidence(join_sentence_parts(model.answer), self_counted, declared),
        "attention": [_attention_column(group, page) for group in (vacant, *model.groups) if group],
        "timeline": [_axis_rows(group, page) for group in model.axes if group.lines],
        "extra": _extra_columns(page),
        "proof_note": _evidence_note(bool(measured_action_numbers(page.evidence)), bool(declared)),
        "actions_title": f"Les {len(lines)} actions" if len(lines) > 1 else "L’action",
        "has_deadlines": any(line.calendar.milestones for line in lines),
        "money_source": f"enveloppe {first}-{last}, écrite au plan ; le total est la somme des axes",
        "money_url": page.url("money:overview") if may_see_money(page) else "",
        "years_word": pluralise(last - first + 1, "an"),
        "by_year": _year_table(page),
    }


@Page.view(template_name="plan/none.html", is_public=True)
def home(page: Page) -> dict[str, Any] | HttpResponseBase:
    """The main plan; without any plan, the setup checklist."""
    plan = main_plan(actor=page.actor)
    return overview(page.request, code=plan.code) if plan else {"steps": _setup_steps(page.actor)}


def _setup_steps(actor: Actor) -> list[dict[str, str]]:
    """Steps for the component « stepper »; empty for actors who cannot do them."""
    progress = setup_checklist(actor=actor, on=today())
    if progress is None:
        return []
    territory = (
        f"{pluralise(progress.communes, 'commune')}, édition {progress.edition}" if progress.edition else "à charger"
    )
    bodies = f"{pluralise(progress.organisations, 'organisme')} à l’annuaire"
    # The Region itself and the person who set up the installation exist from the start.
    steps = [
        (bool(progress.edition), "Territoire", territory, ""),
        (progress.organisations > 1, "Organismes", bodies, reverse("accounts:organisations")),
        (progress.people > 1, "Personnes", pluralise(progress.people, "compte"), reverse("accounts:people")),
        (False, "Plan", "un tableau, ou un fichier yaml", reverse("plan_editing:receive")),
    ]
    current = next(label for is_done, label, _, _ in steps if not is_done)
    return [
        {
            "label": label,
            "detail": detail,
            "url": url,
            "state": "done" if is_done else "current" if label == current else "todo",
        }
        for is_done, label, detail, url in steps
    ]


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


def _departures(page: VersionPage) -> dict[ActionCode, str]:
    """Who left which action without a successor, for actors who may read the people of the pact."""
    if not page.sees_people:
        return {}
    return {
        line.number: f"{line.name} l’a quittée" + (f" le {format_day(line.left_on)}" if line.left_on else "")
        for line in action_leads(actor=page.actor, version=page.version, on=page.on)
        if line.status is LeadStatus.VACANT
    }


def _year_table(page: OverviewPage) -> Table[Axis]:
    """Amounts by axis and year, in euros, with the total of each year. Without rows when the plan gives none."""
    axes, cents, years = page.content.axes, page.overview.year_cents, page.overview.years

    def column(year: int) -> Column[Axis]:
        total = sum(cents.get((axis.code, year), 0) for axis in axes)
        return number_column(str(year), lambda axis: cents_cell(cents.get((axis.code, year))), cents_cell(total))

    return Table(
        axes if years else (),
        Column("Axe", lambda axis: axis.label, total="Ensemble"),
        *map(column, years),
        id="argent-annees",
        caption="Montants des actions par axe et par année, en euros",
    )


def _attention_column(group: AttentionGroup, page: VersionPage) -> dict[str, Any]:
    items = [*group.items, *([group.rest] if group.rest else [])]
    return {
        "title": group.title,
        "sign": group.sign,
        "tone": group.tone,
        "lines": [_attention_item(item, page) for item in items],
    }


def _attention_item(item: AttentionItem, page: VersionPage) -> dict[str, Any]:
    url = "" if item.query is None else page.list_url(**item.query)
    if item.number is not None:
        url = page.url("plan:action", item.number)
    return {"number": item.number, "label": item.text, "note": item.detail, "url": url}


def _extra_columns(page: OverviewPage) -> list[dict[str, str]]:
    amount = [{"label": "Montant", "kind": "num"}] if page.overview.shows_amounts else []
    weather = [{"label": "Météo", "kind": ""}] if page.lead_reports.weather else []
    return [*amount, *weather, {"label": "Cible", "kind": ""}, {"label": "Preuve la plus récente", "kind": ""}]


def _axis_rows(group: AxisGroup, page: OverviewPage) -> dict[str, Any]:
    return {
        "code": group.axis.label,
        "label": truncate_at_word(group.axis.title, _MAX_TITLE_LENGTH),
        "axis": group.rank,
        "note": group.summary,
        "url": page.list_url(axe=group.axis.code),
        "lines": [
            {
                "number": line.number,
                "title": f"{line.name} ({line.state_word})" if line.state_word else line.name,
                "url": page.url("plan:action", line.number),
                "lead": line.leads_text or "à désigner",
                "line": line.calendar,
                "cells": _cells(line, page),
            }
            for line in group.lines
        ],
    }


def _cells(line: ActionSummary, page: OverviewPage) -> list[object]:
    reports, amount = page.lead_reports, format_euros(line.cents) if line.cents is not None else "non chiffré"
    cells: list[object] = [amount] if page.overview.shows_amounts else []
    if reports.weather:
        cells.append(reports.weather.get(line.number, _muted("sans avis")))
    if line.is_ended:
        return [*cells, _muted(line.target_brief), line.state_text]
    no_evidence_text = "aucune preuve à ce jour" + ("" if line.has_decided_lead else ", porteur à désigner")
    target = line.target_brief if line.targets else _muted(line.target_brief)
    proof = latest_evidence_cell(page.evidence.get(line.number))
    return [
        *cells,
        target,
        format_html('{}<span class="note cell-note">{}</span>', proof["text"], proof["note"])
        if proof
        else reports.declared.get(line.number, _muted(no_evidence_text)),
    ]


@lru_cache(maxsize=512)
def _muted(text: str) -> SafeString:
    """Text for a missing value, in the secondary colour so that real values stand out."""
    return format_html('<span class="quiet-text">{}</span>', text)
