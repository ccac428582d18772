"""Template context shared by the pages of a plan: menu, day control, displayed version, downloads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from pacte.kernel.french import format_day
from pacte.plan.records import VersionState
from pacte.web.pages.plan.plan_context import DAY_PARAM, VERSION_PARAM, PlanContext

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.web.pages.plan.overview_model import SentencePart

_DOWNLOAD_FORMATS = (
    ("xlsx", "Tableau Excel, comme l’original (.xlsx)"),
    ("csv", "Table simple (.csv)"),
    ("pdf", "Document à imprimer (.pdf)"),
    ("yaml", "Fichier complet, pour reprise (.yaml)"),
)


def plan_page_context(
    request: HttpRequest, plan_context: PlanContext, *, page: str, breadcrumb: Iterable[Mapping[str, str]] = ()
) -> dict[str, Any]:
    """Shared context. ``page`` is the menu entry; ``breadcrumb`` is what follows the plan in the breadcrumb."""
    code = plan_context.plan.code
    content = plan_context.content
    return {
        "brand": plan_brand(content.region, content.first_year, content.last_year),
        "shown": plan_context,
        "nav": "actions" if page == "actions" else "plan",
        "plan_code": code,
        "plan_carried": plan_context.querystring,
        "plan_links": plan_links(code, plan_context.querystring, plan_context.actor, page, plan_context.year),
        "as_of": as_of_control(request, plan_context),
        "present_url": request.path,
        "trail": [{"label": "Plan", "url": plan_url("glance", plan_context)}, *breadcrumb] if breadcrumb else [],
        "downloads": plan_download_links(code, plan_context) if plan_context.may_export else [],
        "draft_url": reverse("plan:glance", args=[code]) + f"?{VERSION_PARAM}={plan_context.draft.number}"
        if plan_context.draft
        else "",
    }


def plan_brand(region: str, first_year: int, last_year: int) -> dict[str, str]:
    """The brand. The tagline is the region and years of the plan unless the installation sets one."""
    tagline = settings.PACTE_BRAND["tagline"] or f"{region}, {first_year}-{last_year}"
    return settings.PACTE_BRAND | {"tagline": tagline}


def plan_url(name: str, plan_context: PlanContext, *arguments: object) -> str:
    """URL of a page of this plan, with the same day and version."""
    return reverse(f"plan:{name}", args=[plan_context.plan.code, *arguments]) + plan_context.querystring


def plan_links(code: str, querystring: str, actor: Actor, page: str, year: int) -> list[dict[str, object]]:
    """Secondary menu of a plan, with the same day and version. Pages about people need a logged-in actor."""
    entries: list[tuple[str, str, str]] = [
        ("year", "Plan de l’année", reverse("plan:year", args=[code, year]) + querystring),
        ("versions", "Versions", reverse("plan:versions", args=[code]) + querystring),
        ("history", "Histoire", reverse("plan:history", args=[code]) + querystring),
        ("plans", "Tous les plans, comparer", reverse("plan:plans")),
    ]
    if actor.memberships:
        entries.insert(1, ("leads", "Qui porte quoi", reverse("plan:leads", args=[code]) + querystring))
    if not actor.is_anonymous:
        entries.append(("mine", "Mes actions", reverse("plan:mine")))
    return [{"label": label, "url": url, "current": name == page} for name, label, url in entries]


def as_of_control(request: HttpRequest, plan_context: PlanContext) -> dict[str, Any]:
    """Parameters of the control « Vu au »: keeps the other query parameters, drops the requested version."""
    hidden = [
        {"name": name, "value": value}
        for name, values in request.GET.lists()
        for value in values
        if name not in (DAY_PARAM, VERSION_PARAM)
    ]
    past_versions = [
        each for each in plan_context.versions if each.in_force_from and each.state is VersionState.IN_FORCE
    ]
    return {
        "id": "vu-au",
        "on": plan_context.on,
        "action": request.path,
        "is_today": plan_context.params.on is None,
        "hidden": hidden,
        "shortcuts": [
            {
                "label": f"{each.label}, en vigueur le {format_day(each.in_force_from)}",
                "url": f"?{DAY_PARAM}={each.in_force_from:%Y-%m-%d}",
            }
            for each in past_versions
            if each.in_force_from
        ],
    }


def plan_download_links(code: str, plan_context: PlanContext) -> list[dict[str, str]]:
    return [
        {
            "label": label,
            "extension": extension,
            "url": reverse("plan:download", args=[code, extension]) + plan_context.querystring,
        }
        for extension, label in _DOWNLOAD_FORMATS
    ]


def join_sentence_parts(parts: Iterable[SentencePart]) -> SafeString:
    """Joins the parts, with the strong ones in bold."""
    return format_html_join("", "{}{}{}", (_strong_tags(part) for part in parts))


def _strong_tags(part: SentencePart) -> tuple[object, str, object]:
    strong = (SafeString("<strong>"), SafeString("</strong>")) if part.strong else ("", "")
    return strong[0], part.text, strong[1]
