"""Shared parts of the territory pages: zone kinds in the URL, requested zone and day, breadcrumb."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from pacte.accounts.queries import host_organisation
from pacte.indicators.queries import zone_profile
from pacte.indicators.records.profile import ZoneProfile
from pacte.indicators.rules.periods import parse_period_day
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation

NAV = "territory"
KIND_BY_SLUG = {
    "commune": ZoneKind.COMMUNE,
    "epci": ZoneKind.EPCI,
    "zone-d-emploi": ZoneKind.EMPLOYMENT_ZONE,
    "bassin-d-emploi": ZoneKind.LABOUR_BASIN,
    "departement": ZoneKind.DEPARTMENT,
    "region": ZoneKind.REGION,
}
SLUG_BY_KIND = {kind: slug for slug, kind in KIND_BY_SLUG.items()}
ZONE_KIND_NAMES = {kind.value: words for kind, words in ZONE_KIND_LABELS.items()}


def request_actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def site_region() -> Organisation:
    """The Region of this installation. Raises ``NotFound`` when there is none yet."""
    region = host_organisation()
    if region is None:
        raise NotFound
    return region


def requested_profile(request: HttpRequest, kind: str, code: str, *, known_on: date) -> ZoneProfile:
    """Raises ``NotFound`` for an unknown kind or zone."""
    if kind not in KIND_BY_SLUG:
        raise NotFound
    return zone_profile(
        actor=request_actor(request), host_id=site_region().pk, kind=KIND_BY_SLUG[kind], code=code, known_on=known_on
    )


def requested_day(request: HttpRequest) -> date:
    """« au » in the URL, today at the latest. Raises ``ValidationError`` for an invalid day."""
    day_text = request.GET.get("au", "").strip()
    return min(parse_period_day(day_text, last=True), today()) if day_text else today()


def territory_url(name: str, kind: ZoneKind, code: str, *more: str) -> str:
    return reverse(f"territory:{name}", args=[SLUG_BY_KIND[kind], code, *more])


def territory_page_context(*trail: dict[str, str]) -> dict[str, Any]:
    return {"nav": NAV, "trail": [{"label": "Territoires", "url": reverse("territory:home")}, *trail]}
