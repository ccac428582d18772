"""« Que fait le plan cette année ? »: the yearly action plan, a dated view of the version.

And the files of a plan: the whole, one action, one year, the annual report to the State.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import nullcontext
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from pacte.exchange.documents.pdf_cache import PdfCache
from pacte.exchange.documents.state_report_xlsx import MEDIA_TYPE, state_report_file_name, write
from pacte.exchange.documents.year_rows import YearMilestone
from pacte.exchange.plan_files.writing import CONTENT_TYPES, write_plan_file
from pacte.exchange.plan_files.year_writing import CONTENT_TYPES as YEAR_CONTENT_TYPES
from pacte.exchange.plan_files.year_writing import write_year_plan
from pacte.indicators.queries.store import read_manifest
from pacte.indicators.queries.year_diagnosis import year_diagnosis
from pacte.indicators.records.year_diagnosis import YearDiagnosis
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.kernel.money import format_millions
from pacte.plan.queries import ActionLeadSummary, LeadStatus, action_leads
from pacte.plan.rules.display import describe_figure
from pacte.plan.rules.plan_comparison import action_name
from pacte.plan.rules.year import CERTAINTY_LABELS, YearAction, YearAxis, YearPlan, require_year, year_plan
from pacte.web.downloads import file_response
from pacte.web.heavy_views import concurrency_slot, heavy_if_uncached, heavy_view
from pacte.web.pages.plan.action_summaries import cents_cell, count_cell, join_lead_names
from pacte.web.pages.plan.diagnosis_tables import diagnosis_context
from pacte.web.pages.plan.lifecycle import action_status_wording
from pacte.web.pages.plan.participants import may_see_money, milestones_in_year
from pacte.web.pages.plan.version_page import VersionFilePage, VersionPage
from pacte.web.tables import Column, Table, cell, number_column
from pacte.workflows.state_report import state_report


class YearPage(VersionPage):
    """The plan in the year of the URL. Money columns appear when the plan gives amounts by year."""

    entry = "year"

    @cached_property
    def year_view(self) -> YearPlan:
        return year_plan(self.content, self.kwargs["year"])

    @cached_property
    def people(self) -> dict[ActionCode, str]:
        return people_of_actions(self)

    @cached_property
    def diagnosis(self) -> YearDiagnosis:
        return year_diagnosis(actor=self.actor, plan=self.plan, year=self.year_view.year, on=self.on)

    @property
    def shows_money(self) -> bool:
        return self.year_view.year_cents is not None


@YearPage.view(template_name="plan/year.html", crumb=lambda page: f"Plan de l’année {page.year_view.year}")
def year_overview(page: YearPage, year: int) -> dict[str, Any]:
    year_view = page.year_view
    return {
        "year": year_view,
        "title": f"Que fait le plan en {year} ?",
        "answer": _answer(year_view),
        "years": [
            {"year": each, "url": page.url("plan:year", each), "is_current": each == year}
            for each in range(year_view.first_year, year_view.last_year + 1)
        ],
        "groups": [
            {
                "id": f"axe-{axis.axis.code}",
                "title": f"{axis.axis.label} : {axis.axis.title}" if axis.axis.title else axis.axis.label,
                "note": pluralise(len(axis.actions), "action"),
                "table": _action_table(axis, page),
            }
            for axis in year_view.axes
            if axis.actions
        ],
        "deadlines": Table(
            year_view.deadlines,
            Column(
                "Échéance",
                lambda row: cell(row[1].what[:1].upper() + row[1].what[1:], note=f"au {format_day(row[1].on)}"),
            ),
            Column("Action", lambda row: page.action_cell(row[0].number, row[0].name)),
            Column("Porteur", lambda row: _lead_text(row[0])),
            id="table-echeances",
            caption="Échéances de l’année",
        ),
        "milestones": Table(
            milestones_in_year(page, year),
            Column("Jalon", lambda row: cell(row[2].title, note=f"le {format_day(row[0])}")),
            Column("Action", lambda row: page.action_cell(row[1], action_name(page.content, row[1]))),
            Column("Qui", lambda row: row[2].owner or "personne"),
            Column("État", lambda row: row[2].state_label),
            id="table-jalons",
            caption="Jalons de l’année",
        ),
        "diagnosis": diagnosis_context(page.diagnosis, page),
        "money": _money_table(page),
        "money_note": "ce que le plan donne par année" if page.shows_money else "le plan ne donne rien par année",
        "ended": [
            {
                "text": f"{number} {name}",
                "url": page.url("plan:action", number),
                "note": " ".join(action_status_wording(status, None)).strip(),
            }
            for number, name, status in year_view.ended_actions
        ],
        "files": year_file_links(page, year),
        "frozen_note": f"{page.version_title}, lu au {format_day(page.on)}",
    }


def _answer(year_view: YearPlan) -> str:
    sure, due = sum(action.is_certain for action in year_view.actions), len(year_view.deadlines)
    others = pluralise(len(year_view.actions) - sure, "autre peut l’être", "autres peuvent l’être")
    return format_html(
        "En {}, <strong>{}</strong>{}. {} {}",
        year_view.year,
        pluralise(sure, "action est prévue", "actions sont prévues"),
        f" et {others} (source incertaine)" if sure < len(year_view.actions) else "",
        f"{pluralise(due, 'échéance tombe', 'échéances tombent')} dans l’année."
        if due
        else "Aucune échéance n’y tombe.",
        f"Le plan y met {format_millions(year_view.year_cents)}." if year_view.year_cents is not None else "",
    )


def _lead_text(action: YearAction) -> str:
    return join_lead_names(action.leads) or "à désigner"


def _action_table(axis: YearAxis, page: YearPage) -> Table[YearAction]:
    money: Column[YearAction] = number_column("Montant", lambda action: cents_cell(action.cents))
    return Table(
        axis.actions,
        Column("N°", lambda action: count_cell(action.number)),
        Column(
            "Action",
            lambda action: cell(
                action.name,
                url=page.url("plan:action", action.number),
                note=action_status_wording(action.status, None)[0],
            ),
        ),
        Column("Porteur", lambda action: cell(_lead_text(action), note=page.people.get(action.number, ""))),
        Column("Calendrier", lambda action: CERTAINTY_LABELS[action.certainty]),
        Column("Cibles", lambda action: " ; ".join(describe_figure(each) for each in action.targets) or "sans cible"),
        *([money] if page.shows_money else []),
        id=f"axe-{axis.axis.code}-table",
        caption=f"{axis.axis.label} : {axis.axis.title}" if axis.axis.title else axis.axis.label,
    )


def _money_table(page: YearPage) -> Table[YearAxis]:
    year: Column[YearAxis] = number_column("Cette année", lambda axis: cents_cell(axis.year_cents))
    return Table(
        page.year_view.axes,
        Column("Axe", lambda axis: cell(axis.axis.label, note=axis.axis.title)),
        number_column("Actions", lambda axis: count_cell(len(axis.actions))),
        *([year] if page.shows_money else []),
        number_column("Enveloppe du plan", lambda axis: cents_cell(axis.axis.amount_cents)),
        id="table-argent",
        caption="Montants par axe",
    )


@VersionFilePage.view(formats=CONTENT_TYPES, decorators=(heavy_if_uncached,))
def whole(page: VersionFilePage, extension: str) -> HttpResponse:
    """The complete plan: the same version as the page shows."""
    return _plan_file(page, extension)


@VersionFilePage.view(formats=CONTENT_TYPES, decorators=(heavy_if_uncached,))
def action_sheet(page: VersionFilePage, number: ActionCode) -> HttpResponse:
    hide_unless(number in page.content.numbers)
    return _plan_file(page, "pdf", number)


def _plan_file(page: VersionFilePage, extension: str, number: ActionCode | None = None) -> HttpResponse:
    """A version in force is immutable: its PDF is generated once, then cached. A draft is never cached."""
    is_cached = extension == "pdf" and not page.is_draft
    pdf_cache = PdfCache(settings.DOCUMENTS_FOLDER, lambda: concurrency_slot(page.request)) if is_cached else None
    with nullcontext() if is_cached else concurrency_slot(page.request):
        data = write_plan_file(
            page.content,
            extension=extension,
            as_of=page.on,
            version_label=page.version_title,
            number=number,
            synthetic=settings.INSTANCE.name == "demo",
            keep_in=pdf_cache,
        )
    part = "" if number is None else f"_action-{number}"
    return page.file(data, extension, f"{page.plan.code}_v{page.version.number}{part}")


@VersionFilePage.view(formats=YEAR_CONTENT_TYPES, decorators=(heavy_view,))
def year_file(page: VersionFilePage, year: int, extension: str) -> HttpResponse:
    """The year as a file. It names people only for actors who see them on the page."""
    require_year(page.content, year)
    data = write_year_plan(
        page.content,
        year,
        extension=extension,
        as_of=page.on,
        version_label=page.version_title,
        people=people_of_actions(page),
        milestones=[
            YearMilestone(on, each.title, f"{number} {action_name(page.content, number)}", each.owner, each.state_label)
            for on, number, each in milestones_in_year(page, year)
        ],
        diagnosis=year_diagnosis(actor=page.actor, plan=page.plan, year=year, on=page.on),
        synthetic=settings.INSTANCE.name == "demo",
    )
    return page.file(data, extension, f"{page.plan.code}_{year}_v{page.version.number}")


@VersionPage.view(is_public=False, decorators=(heavy_view,))
def state_report_file(page: VersionPage, year: int) -> HttpResponse:
    """As known on the requested day. Raises ``NotFound`` without the right, ``ValidationError`` for another year."""
    hide_unless(may_see_money(page))
    report = state_report(
        actor=page.actor, plan=page.plan, year=year, as_of=page.on, synthetic=settings.INSTANCE.name == "demo"
    )
    return file_response(write(report), MEDIA_TYPE, state_report_file_name(report))


def year_file_links(page: VersionPage, year: int) -> list[dict[str, str]]:
    """Files of a year; the report to the State once the year has begun, for actors who may read it."""
    formats = (("xlsx", "Tableau de l’année (.xlsx)"), ("pdf", "À imprimer (.pdf)")) if page.may_export else ()
    links = [{"label": label, "url": page.url("plan:year_file", year, extension)} for extension, label in formats]
    if may_see_money(page) and year <= page.on.year and read_manifest().built_at:
        url = reverse("plan:state_report", args=[page.plan.code, year]) + page.day_querystring
        links.append({"label": "Rapport annuel à l’État (.xlsx)", "url": url})
    return links


def people_of_actions(page: VersionPage) -> dict[ActionCode, str]:
    """Who acts for the leads of each action; empty for actors who may not see people."""
    people: dict[ActionCode, list[str]] = defaultdict(list)
    leads = action_leads(actor=page.actor, version=page.version, on=page.on) if page.sees_people else ()
    for lead in leads:
        if lead.status is not LeadStatus.NEVER_NAMED:
            people[lead.number].append(_person_text(lead))
    return {number: " ; ".join(texts) for number, texts in people.items()}


def _person_text(lead: ActionLeadSummary) -> str:
    if lead.status is LeadStatus.VACANT:
        return apply_french_spacing(f"vacante : {lead.name} l’a quittée")
    if lead.status is LeadStatus.BY_SUBSTITUTE:
        return f"{lead.name}, remplacé par {lead.substitute}"
    return lead.name
