"""Files of a plan: the whole plan, one action, one year, the annual report to the State."""

from __future__ import annotations

from collections import defaultdict
from contextlib import nullcontext
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from pacte.exchange.documents.pdf_cache import PdfCache
from pacte.exchange.documents.state_report_xlsx import MEDIA_TYPE, state_report_file_name, write
from pacte.exchange.documents.year_rows import YearMilestone
from pacte.exchange.plan_files.writing import CONTENT_TYPES, write_plan_file
from pacte.exchange.plan_files.year_writing import CONTENT_TYPES as YEAR_CONTENT_TYPES
from pacte.exchange.plan_files.year_writing import write_year_plan
from pacte.indicators.queries.store import read_manifest
from pacte.kernel.errors import NotFound
from pacte.kernel.french import apply_french_spacing
from pacte.plan.queries import ActionLeadSummary, LeadStatus, action_leads
from pacte.plan.rules.plan_comparison import action_name
from pacte.web.heavy_views import concurrency_slot, heavy_if_uncached, heavy_view
from pacte.web.pages.plan.money import may_see_money
from pacte.web.pages.plan.steering import milestones_in_year
from pacte.web.pages.plan.version_page import VersionFilePage, VersionPage
from pacte.workflows.state_report import state_report

if TYPE_CHECKING:
    from pacte.kernel.action_codes import ActionCode


@VersionFilePage.view(formats=CONTENT_TYPES, decorators=(heavy_if_uncached,))
def whole(page: VersionFilePage, extension: str) -> HttpResponse:
    """The complete plan: the same version as the page shows."""
    return _plan_file(page, extension)


@VersionFilePage.view(formats=CONTENT_TYPES, decorators=(heavy_if_uncached,))
def action_sheet(page: VersionFilePage, number: ActionCode) -> HttpResponse:
    if number not in page.content.numbers:
        raise NotFound
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
        synthetic=settings.INSTANCE.name == "demo",
    )
    return page.file(data, extension, f"{page.plan.code}_{year}_v{page.version.number}")


@VersionPage.view(is_public=False, decorators=(heavy_view,))
def state_report_file(page: VersionPage, year: int) -> HttpResponse:
    """As known on the requested day. Raises ``NotFound`` without the right, ``ValidationError`` for another year."""
    if not may_see_money(page):
        raise NotFound
    report = state_report(
        actor=page.actor, plan=page.plan, year=year, as_of=page.on, synthetic=settings.INSTANCE.name == "demo"
    )
    response = HttpResponse(write(report), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{state_report_file_name(report)}"'
    return response


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
