"""« Où en est le pacte ? »: overview of the plan."""

from __future__ import annotations

from collections import Counter
from functools import cached_property, lru_cache
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.indicators.records.evidence import ActionEvidence
from pacte.indicators.records.grades import EvidenceGrade
from pacte.intake.catalog import file_kind
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.plan.queries import LeadStatus, action_leads, main_plan
from pacte.plan.records import Axis, PlanContent
from pacte.web.charts.money import MoneyChart
from pacte.web.page import Page
from pacte.web.pages.plan.action_summaries import (
    ActionSummary,
    action_summaries,
    calendar_columns,
    cents_cell,
    truncate_at_word,
)
from pacte.web.pages.plan.evidence import (
    evidence_by_action,
    graded_action_numbers,
    latest_evidence_cell,
)
from pacte.web.pages.plan.overview_model import (
    AttentionItem,
    attention_groups,
    axis_money_chart,
    field_completeness_chart,
    group_actions_by_axis,
    overview_answer,
    running_numbers,
)
from pacte.web.pages.plan.participants import LeadReports, add_money_stages, load_lead_reports, may_see_money
from pacte.web.pages.plan.version_page import VersionPage
from pacte.web.tables import Column, Table, number_column
from pacte.workflows.setup_checklist import setup_checklist

# The full title of the axis is shown above, with its money.
_MAX_TITLE_LENGTH = 110


class OverviewPage(VersionPage):
    """The overview, with what is known beyond the plan: reports of the leads, evidence from the facts."""

    @cached_property
    def lines(self) -> tuple[ActionSummary, ...]:
        return action_summaries(self.content, self.on)

    @cached_property
    def evidence(self) -> dict[ActionCode, ActionEvidence]:
        return evidence_by_action(self, self.visible)

    @cached_property
    def lead_reports(self) -> LeadReports:
        return load_lead_reports(self)


@OverviewPage.view(template_name="plan/glance.html", entry="glance")
def overview(page: OverviewPage) -> dict[str, Any]:
    content, lines, on = page.content, page.lines, page.on
    proved, means = (graded_action_numbers(page.evidence, each) for each in (EvidenceGrade.RESULT, EvidenceGrade.MEANS))
    declared = len(page.lead_reports.declared)
    money = add_money_stages(axis_money_chart(content, lambda axis: page.list_url(axe=axis)), page)
    return {
        "money": money,
        "money_note": _money_note(content, money),
        "answer": _add_other_evidence(
            overview_answer(content, lines, on, proved), len(means & running_numbers(lines)), declared
        ),
        "attention": [
            {
                "title": group.title,
                "sign": group.sign,
                "tone": group.tone,
                "lines": [_attention_item(item, page) for item in group.items],
            }
            for group in attention_groups(lines, on, proved, _departures(page))
        ],
        "columns": calendar_columns(content, on),
        "timeline": [
            _axis_rows(axis, axis_lines, rank, page)
            for rank, (axis, axis_lines) in enumerate(group_actions_by_axis(content, lines).items(), start=1)
            if axis_lines
        ],
        "extra": _extra_columns(page),
        "filled": field_completeness_chart(lines, lambda field: page.list_url(manque=field)),
        "proof_note": _evidence_note(bool(proved), bool(declared)),
        "actions_title": f"Les {len(lines)} actions" if len(lines) > 1 else "L’action",
        "has_deadlines": any(line.calendar.milestones for line in lines),
        "money_source": f"enveloppe {content.first_year}-{content.last_year}, écrite au plan ; le total est la somme "
        "des axes",
        "money_url": page.url("money:overview") if may_see_money(page) else "",
        "years_word": pluralise(content.last_year - content.first_year + 1, "an"),
        "by_year": _year_table(page),
    }


@Page.view(template_name="plan/none.html", nav="plan", is_public=True)
def main(page: Page) -> dict[str, Any] | HttpResponseBase:
    """The main plan; without any plan, the setup checklist."""
    plan = main_plan(actor=page.actor)
    if plan:
        return overview(page.request, code=plan.code)
    return {"steps": _setup_steps(page.actor), "may_import": bool(file_kind("plan").senders(page.actor))}


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
        *(((False, "SMS", "sans plafond de dépense", ""),) if progress.lacks_text_ceiling else ()),
        (False, "Plan", "un tableau, ou un fichier yaml", reverse("intake:drop", args=["plan"])),
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


def _add_other_evidence(answer: str, means: int, declared: int) -> str:
    """Adds the actions of which only means are measured, and those whose lead declared a figure."""
    sentences = [
        f"Pour {pluralise(means, 'autre')}, seuls des moyens sont mesurés." if means else "",
        f"Pour {pluralise(declared, 'action')}, un porteur a déclaré un chiffre." if declared else "",
    ]
    return format_html("{} {}", answer, " ".join(sentence for sentence in sentences if sentence))


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


def _money_note(content: PlanContent, money: MoneyChart) -> str:
    if not money.knows_envelope_only:
        return "Fonds pacte ; part de l’enveloppe."
    known = "Le plan chiffre aussi ses actions, ci-dessous." if content.amounts else "Le plan ne chiffre aucune action."
    return f"Seule l’enveloppe est montrée ici : le reste se lit avec un compte, une fois versé. {known}"


def _year_table(page: OverviewPage) -> Table[Axis]:
    """Amounts by axis and year, in euros, with the total of each year. Without rows when the plan gives none."""
    axis_of = {line.number: line.axis for line in page.lines}
    cents: Counter[tuple[Axis | None, int]] = Counter()
    for amount in page.content.amounts:
        if amount.year is not None:
            cents[axis_of.get(amount.number), amount.year] += amount.cents
    years = sorted({year for _, year in cents})

    def column(year: int) -> Column[Axis]:
        total = sum(cents[axis, year] for axis in page.content.axes)
        return number_column(str(year), lambda axis: cents_cell(cents.get((axis, year))), cents_cell(total))

    return Table(
        page.content.axes if years else (),
        Column("Axe", lambda axis: axis.label, total="Ensemble"),
        *map(column, years),
        id="argent-annees",
        caption="Montants des actions par axe et par année, en euros",
    )


def _attention_item(item: AttentionItem, page: VersionPage) -> dict[str, Any]:
    url = "" if item.query is None else page.list_url(**item.query)
    if item.number is not None:
        url = page.url("plan:action", item.number)
    return {"number": item.number, "label": item.text, "note": item.detail, "url": url}


def _extra_columns(page: OverviewPage) -> list[dict[str, str]]:
    amount = [{"label": "Montant", "kind": "num"}] if page.content.amounts else []
    weather = [{"label": "Météo", "kind": ""}] if page.lead_reports.weather else []
    return [*amount, *weather, {"label": "Cible", "kind": ""}, {"label": "Preuve la plus récente", "kind": ""}]


def _axis_rows(axis: Axis, lines: list[ActionSummary], rank: int, page: OverviewPage) -> dict[str, Any]:
    amount = format_millions(axis.amount_cents) if axis.amount_cents is not None else "montant non connu"
    return {
        "code": axis.label,
        "label": truncate_at_word(axis.title, _MAX_TITLE_LENGTH),
        "axis": rank,
        "note": f"{pluralise(len(lines), 'action')} · {amount}",
        "url": page.list_url(axe=axis.code),
        "lines": [
            {
                "number": line.number,
                "title": f"{line.name} ({line.state_word})" if line.state_word else line.name,
                "url": page.url("plan:action", line.number),
                "lead": line.leads_text or "à désigner",
                "line": line.calendar,
                "cells": _cells(line, page),
            }
            for line in lines
        ],
    }


def _cells(line: ActionSummary, page: OverviewPage) -> list[object]:
    reports, amount = page.lead_reports, format_euros(line.cents) if line.cents is not None else "non chiffré"
    cells: list[object] = [amount] if page.content.amounts else []
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
