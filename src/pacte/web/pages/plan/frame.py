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
from pacte.web.pages.plan.reading import DAY, VERSION, Shown

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.web.pages.plan.glance_model import Part

_FORMATS = (
    ("xlsx", "Tableau Excel, comme l’original (.xlsx)"),
    ("csv", "Table simple (.csv)"),
    ("pdf", "Document à imprimer (.pdf)"),
    ("yaml", "Fichier complet, pour reprise (.yaml)"),
)


def frame(request: HttpRequest, shown: Shown, *, page: str, trail: Iterable[Mapping[str, str]] = ()) -> dict[str, Any]:
    """Shared context. ``page`` is the menu entry; ``breadcrumb`` is what follows the plan in the breadcrumb."""
    code = shown.plan.code
    content = shown.content
    return {
        "brand": brand(content.region, content.first_year, content.last_year),
        "shown": shown,
        "nav": "actions" if page == "actions" else "plan",
        "plan_code": code,
        "plan_carried": shown.carried,
        "plan_links": plan_links(code, shown.carried, shown.actor, page, shown.year),
        "as_of": as_of(request, shown),
        "present_url": request.path,
        "trail": [{"label": "Plan", "url": plan_url("glance", shown)}, *trail] if trail else [],
        "downloads": downloads(code, shown) if shown.may_export else [],
        "draft_url": reverse("plan:glance", args=[code]) + f"?{VERSION}={shown.draft.number}" if shown.draft else "",
    }


def brand(region: str, first_year: int, last_year: int) -> dict[str, str]:
    """The brand. The tagline is the region and years of the plan unless the installation sets one."""
    tagline = settings.PACTE_BRAND["tagline"] or f"{region}, {first_year}-{last_year}"
    return settings.PACTE_BRAND | {"tagline": tagline}


def plan_url(name: str, shown: Shown, *arguments: object) -> str:
    """URL of a page of this plan, with the same day and version."""
    return reverse(f"plan:{name}", args=[shown.plan.code, *arguments]) + shown.carried


def plan_links(code: str, carried: str, actor: Actor, page: str, year: int) -> list[dict[str, object]]:
    """Secondary menu of a plan, with the same day and version. Pages about people need a logged-in actor."""
    entries: list[tuple[str, str, str]] = [
        ("year", "Plan de l’année", reverse("plan:year", args=[code, year]) + carried),
        ("versions", "Versions", reverse("plan:versions", args=[code]) + carried),
        ("history", "Histoire", reverse("plan:history", args=[code]) + carried),
        ("plans", "Tous les plans, comparer", reverse("plan:plans")),
    ]
    if actor.memberships:
        entries.insert(1, ("leads", "Qui porte quoi", reverse("plan:leads", args=[code]) + carried))
    if not actor.is_anonymous:
        entries.append(("mine", "Mes actions", reverse("plan:mine")))
    return [{"label": label, "url": url, "current": name == page} for name, label, url in entries]


def as_of(request: HttpRequest, shown: Shown) -> dict[str, Any]:
    """Parameters of the control « Vu au »: keeps the other query parameters, drops the requested version."""
    hidden = [
        {"name": name, "value": value}
        for name, values in request.GET.lists()
        for value in values
        if name not in (DAY, VERSION)
    ]
    begun = [each for each in shown.versions if each.in_force_from and each.state is VersionState.IN_FORCE]
    return {
        "id": "vu-au",
        "on": shown.on,
        "action": request.path,
        "is_today": shown.asked.on is None,
        "hidden": hidden,
        "shortcuts": [
            {
                "label": f"{each.label}, en vigueur le {format_day(each.in_force_from)}",
                "url": f"?{DAY}={each.in_force_from:%Y-%m-%d}",
            }
            for each in begun
            if each.in_force_from
        ],
    }


def downloads(code: str, shown: Shown) -> list[dict[str, str]]:
    return [
        {
            "label": label,
            "extension": extension,
            "url": reverse("plan:download", args=[code, extension]) + shown.carried,
        }
        for extension, label in _FORMATS
    ]


def sentence(parts: Iterable[Part]) -> SafeString:
    """Joins the parts, with the strong ones in bold."""
    return format_html_join("", "{}{}{}", (_tagged(part) for part in parts))


def _tagged(part: Part) -> tuple[object, str, object]:
    strong = (SafeString("<strong>"), SafeString("</strong>")) if part.strong else ("", "")
    return strong[0], part.text, strong[1]
