"""Base classes of the public pages of territories: the zone of the URL, its profile, the breadcrumb."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.accounts.queries import host_organisation
from pacte.indicators.queries import zone_profile
from pacte.indicators.records.profile import ZoneProfile
from pacte.indicators.rules.periods import parse_period_day
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind
from pacte.web.page import Crumb, Page

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation

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


class TerritoryPage(Page):
    """Read without an account."""

    is_public = True
    nav = "territory"
    stylesheet = "pacte/css/territory.css"


class ZonePage(TerritoryPage):
    """A page of the zone of the URL, in the Region of this installation. An unknown kind or zone is not found.

    The zone is known as of the day « au » of the URL when the page ``is_dated``, else as of today.
    """

    is_dated: bool = True
    region: Organisation
    profile: ZoneProfile

    def load(self, *args: Any, **kwargs: Any) -> None:
        region = host_organisation()
        if kwargs["kind"] not in KIND_BY_SLUG or region is None:
            raise NotFound
        known_on = min(self.day_param("au", last=True) or today(), today()) if self.is_dated else today()
        self.region = region
        self.profile = zone_profile(
            actor=self.actor,
            host_id=region.pk,
            kind=KIND_BY_SLUG[kwargs["kind"]],
            code=kwargs["code"],
            known_on=known_on,
        )

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        zone = (self.profile.name, self.zone_url("profile") if own else "")
        return [("Territoires", self.url("territory:home")), zone, *own]

    def day_param(self, name: str, *, last: bool = False) -> date | None:
        """A day, or the first or ``last`` one of a month or year. Raises ``ValidationError``."""
        text = self.request.GET.get(name, "").strip()
        return parse_period_day(text, last=last) if text else None

    def zone_url(self, name: str, *more: str) -> str:
        return territory_url(name, ZoneKind(self.profile.kind), self.profile.code, *more)


def territory_url(name: str, kind: ZoneKind, code: str, *more: str) -> str:
    """URL of a page of a zone; "" for the kinds that have none."""
    return reverse(f"territory:{name}", args=[SLUG_BY_KIND[kind], code, *more]) if kind in SLUG_BY_KIND else ""
