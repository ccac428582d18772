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
SLUGS = {
    "commune": ZoneKind.COMMUNE,
    "epci": ZoneKind.EPCI,
    "zone-d-emploi": ZoneKind.EMPLOYMENT_ZONE,
    "bassin-d-emploi": ZoneKind.LABOUR_BASIN,
    "departement": ZoneKind.DEPARTMENT,
    "region": ZoneKind.REGION,
}
SLUG_OF = {kind: slug for slug, kind in SLUGS.items()}
KIND_WORDS = {kind.value: words for kind, words in ZONE_KIND_LABELS.items()}


def actor_in(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def region_of() -> Organisation:
    """The Region of this installation. Raises ``NotFound`` when there is none yet."""
    found = host_organisation()
    if found is None:
        raise NotFound
    return found


def profile_of(request: HttpRequest, kind: str, code: str, *, known_on: date) -> ZoneProfile:
    """Raises ``NotFound`` for an unknown kind or zone."""
    if kind not in SLUGS:
        raise NotFound
    return zone_profile(actor=actor_in(request), host_id=region_of().pk, kind=SLUGS[kind], code=code, known_on=known_on)


def day_asked(request: HttpRequest) -> date:
    """« au » in the URL, today at the latest. Raises ``ValidationError`` for an invalid day."""
    asked = request.GET.get("au", "").strip()
    return min(parse_period_day(asked, last=True), today()) if asked else today()


def zone_url(name: str, kind: ZoneKind, code: str, *more: str) -> str:
    return reverse(f"territory:{name}", args=[SLUG_OF[kind], code, *more])


def frame(*trail: dict[str, str]) -> dict[str, Any]:
    return {"nav": NAV, "trail": [{"label": "Territoires", "url": reverse("territory:home")}, *trail]}
