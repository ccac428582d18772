"""Base classes of the public pages of territories; « Quel territoire ? »: zone search, and the imported series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pacte.accounts.queries import host_organisation
from pacte.indicators.permissions import may
from pacte.indicators.queries import series_summaries, zone_profile
from pacte.indicators.records.profile import SeriesSummary
from pacte.indicators.rules.periods import parse_period_day
from pacte.indicators.rules.profile_blocks import period_text
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.plan.queries import main_plan
from pacte.reference.queries import (
    search_places,
    territory_editions,
)
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind
from pacte.web.page import Crumb, Page
from pacte.web.pages.territory.zone_index import zone_index_context, zone_link
from pacte.web.tables import Column, Table, cell, number_column
from pacte.web.zone_urls import KIND_BY_SLUG, territory_url

ZONE_KIND_NAMES = {kind.value: words for kind, words in ZONE_KIND_LABELS.items()}

_SEARCHED_KINDS = (
    ZoneKind.COMMUNE,
    ZoneKind.EPCI,
    ZoneKind.EMPLOYMENT_ZONE,
    ZoneKind.LABOUR_BASIN,
    ZoneKind.LIVING_AREA,
    ZoneKind.DEPARTMENT,
)
_MAX_RESULTS = 12


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

    def load(self, *args: Any, **kwargs: Any) -> None:
        region, kind = host_organisation(), KIND_BY_SLUG.get(kwargs["kind"])
        if kind is None or region is None:
            raise NotFound
        known_on = min(self.day_param("au", last=True) or today(), today()) if self.is_dated else today()
        self.host_id = region.pk
        self.profile = zone_profile(
            actor=self.actor, host_id=region.pk, kind=kind, code=kwargs["code"], known_on=known_on
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


@TerritoryPage.view(template_name="territory/home.html", crumb="Territoires")
def home(page: TerritoryPage) -> dict[str, Any]:
    region, has_territory = host_organisation(), bool(territory_editions())
    series_list = series_summaries(actor=page.actor, host_id=region.pk, known_on=today()) if region else []
    search_text = page.request.GET.get("q", "").strip()[:80]
    return {
        "answer": _summary_sentence(series_list),
        "asked": search_text,
        "found": (_find_zones(search_text) if has_territory else []) if search_text else None,
        "index": zone_index_context(page.actor) if has_territory else None,
        "series": Table(
            series_list,
            Column("Série", lambda each: cell(each.label, note=each.code)),
            Column(
                "Source",
                lambda each: cell(each.source, note=", ".join(part for part in (each.edition, each.licence) if part)),
            ),
            number_column(
                "Valeurs",
                lambda each: cell(
                    format_number(each.values),
                    value=str(each.values),
                    note=f"dont {pluralise(each.hidden, 'secrète', 'secrètes')}" if each.hidden else "",
                ),
            ),
            Column(
                "Période",
                lambda each: cell(
                    period_text(each.first, each.last) if each.first and each.last else "aucune valeur",
                    note=pluralise(each.breaks, "rupture notée", "ruptures notées") if each.breaks else "",
                ),
            ),
            Column(
                "Prochaine attendue",
                lambda each: (
                    cell(format_day(each.due_on), note="en retard" if each.due_on < today() else "")
                    if each.due_on
                    else ""
                ),
            ),
            id="series-table",
            caption="Séries importées",
            empty="Aucune série importée.",
        ),
        "links": _links(page, region.pk) if region else [],
    }


def _links(page: TerritoryPage, host_id: int) -> list[dict[str, str]]:
    """Links to other pages on figures, by permission."""
    plan = main_plan(actor=page.actor)
    links = [
        ("Quels chiffres manquent au plan ?", page.url("gaps:list", plan.code) if plan else "", "see_gaps"),
        ("Quels chiffres se contredisent ?", page.url("disputes:list"), "see_disputes"),
    ]
    return [
        {"label": label, "url": url}
        for label, url, right in links
        if url and may(page.actor, f"indicators.{right}", host_id)
    ]


def _summary_sentence(series_list: list[SeriesSummary]) -> str:
    if not series_list:
        return "Aucune série n’est encore importée : un profil montre ce que le plan y fait, sans les besoins."
    last = max((each.last for each in series_list if each.last), default=None)
    until = f", jusqu’à {period_text(last.replace(day=1), last)}" if last else ""
    return f"{pluralise(len(series_list), 'série importée', 'séries importées')}{until}. Choisissez une zone."


def _find_zones(search_text: str) -> list[dict[str, str]]:
    zones = [each for kind in _SEARCHED_KINDS for each in search_places(search_text, kind=kind, limit=_MAX_RESULTS)]
    return [zone_link(each) | {"kind": ZONE_KIND_LABELS[each.kind][0]} for each in zones[: _MAX_RESULTS * 2]]
