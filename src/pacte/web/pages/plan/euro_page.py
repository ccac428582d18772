"""« Où va un euro de formation ? »: need, lot, session, people, job, next purchase; each number leads to its page.

Signed in elsewhere, or on the plan of another Region, the page does not exist. Whoever sees no small count reads what
is public there (needs, places ordered, next sessions), and the amounts if they read purchases.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.html import format_html

from pacte.indicators.permissions import sees_small_counts
from pacte.indicators.queries import zone_profile
from pacte.indicators.queries.euro import euro_facts
from pacte.indicators.queries.profile import BREAKDOWN_KINDS
from pacte.indicators.queries.store import read_manifest
from pacte.indicators.queries.zone_breakdown import zone_breakdown
from pacte.indicators.records.euro import ComingSession, EuroFacts, EuroSession, FollowedEuro, Seating, TradeNeed
from pacte.indicators.records.profile import ZoneBreakdown, ZoneProfile
from pacte.indicators.rules.euro import follow_euro, trade_need
from pacte.journeys.queries.labels import session_labels
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_number, pluralise
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries.lots import lot_codes
from pacte.offer.records import Triplet
from pacte.reference.queries import zone_codes_by_commune, zone_names_by_kind
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind
from pacte.web.charts.euro import DrawnNeed, DrawnPlaces, EuroChart, euro_bar_svg, euro_svg, euro_swatch_svg
from pacte.web.dated_plan import DAY_PARAM
from pacte.web.euro_link import may_follow_euro
from pacte.web.heavy_views import heavy_view
from pacte.web.page import Crumb
from pacte.web.pages.plan.action_page import ActionPage
from pacte.web.pages.plan.euro_blocks import EuroBlock, EuroReader, lot_block, need_block, next_block, people_blocks
from pacte.web.pages.plan.euro_elsewhere import elsewhere_table, zone_euros
from pacte.web.pages.plan.euro_filters import (
    EuroChoice,
    euro_choice,
    euro_fields,
    funder_labels,
    place_words,
    scope_words,
    trade_labels,
)
from pacte.web.pages.plan.euro_unknowns import unknown_points
from pacte.web.pages.plan.euro_words import WordedEuro
from pacte.web.session_display import session_url
from pacte.web.tables import Cell, Column, Table, cell, number_cell, number_column
from pacte.web.zone_urls import territory_url

_MAX_SESSIONS = 12
_MAX_DOTS = 70
_TOO_FINE = (
    "Qui a pris ces places, et ce qui a suivi, peut se compter en petits effectifs : cette page ne le montre, quel que"
    " soit le choix, qu’à qui a le droit de les lire. Les taux de toute la région se lisent dans les chiffres."
)


class EuroPage(ActionPage):
    """The euros that the filters choose, as known on the day of the URL, never after today."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        host_id = self.plan.organisation_id
        if not may_follow_euro(self.actor, self.plan) or not self.detail:
            raise NotFound
        self.known_on = min(self.on, today())
        self.choice = euro_choice(self.request.GET, self.plan, self.number, self.known_on)
        self.reader = EuroReader(
            sees_small_counts(self.actor, host_id),
            may(self.actor, "offer.read_purchases", OfferScope(host_id)),
        )

    def breadcrumb(self) -> list[Crumb]:
        return [(f"Action {self.number}", self.url("plan:action", self.number)), ("Suivre un euro", "")]

    @cached_property
    def facts(self) -> EuroFacts:
        return euro_facts(actor=self.actor, host_id=self.plan.organisation_id, question=self.choice.question)

    @property
    def communes(self) -> frozenset[str] | None:
        return frozenset(self.choice.zone.communes) if self.choice.zone else None

    def is_here(self, commune: str) -> bool:
        return self.communes is None or commune in self.communes

    @cached_property
    def euro(self) -> FollowedEuro:
        return follow_euro(each for each in self.facts.sessions if self.is_here(each.commune))

    @cached_property
    def whole(self) -> FollowedEuro:
        """The same trade, anywhere."""
        return follow_euro(self.facts.sessions)

    @cached_property
    def coming(self) -> list[ComingSession]:
        return [each for each in self.facts.coming if self.is_here(each.commune)]

    @cached_property
    def profile(self) -> ZoneProfile | None:
        zone = self.choice.zone
        return self.profile_of(ZoneKind(zone.kind), zone.code) if zone else None

    def profile_of(self, kind: ZoneKind, code: str) -> ZoneProfile:
        return zone_profile(
            actor=self.actor, host_id=self.plan.organisation_id, kind=kind, code=code, known_on=self.known_on
        )

    @cached_property
    def session_names(self) -> dict[str, tuple[str, str, Triplet]]:
        """Of the sessions that the page names."""
        shown = [*sorted(each.session for each in self.shown_sessions), *(each.session for each in self.coming[:1])]
        return session_labels(actor=self.actor, keys=[str(each) for each in shown])

    @cached_property
    def shown_sessions(self) -> list[EuroSession]:
        here = [each for each in self.facts.sessions if self.is_here(each.commune)]
        return sorted(here, key=lambda each: (-sum(each.cents.values()), each.session))[:_MAX_SESSIONS]

    def querystring_of(self, **changes: str) -> str:
        """The filters and the day, with some changed."""
        day = self.requested_day.isoformat() if self.requested_day else ""
        return self.choice.filters.querystring(**{DAY_PARAM: day} | changes) or "?"


@EuroPage.view(template_name="plan/euro.html", decorators=(heavy_view,))
def follow_a_euro(page: EuroPage) -> dict[str, Any]:
    choice, reader, facts = page.choice, page.reader, page.facts
    trades, funders = trade_labels(facts, choice, page.actor), funder_labels(facts, page.known_on)
    trade = trades.get(choice.trade, "")
    need = trade_need(page.profile, choice.need_splits) if page.profile else None
    worded = WordedEuro(page.euro, funders)
    values: dict[str, Any] = {
        "title": _title(choice, trade),
        "answer": _answer(page, worded),
        "scope_note": scope_words(choice),
        "has_facts": bool(read_manifest().built_at),
        "fields": euro_fields(choice, trades, funders, facts.funds),
        "day": page.requested_day,
        "reset_url": page.url("plan:euro", page.number) if choice.filters.is_filtered else "",
        "blocks": _blocks(page, need),
        "unknown": unknown_points(
            page.euro, facts, need, is_of_one_trade=bool(choice.trade), sees_people=reader.sees_people
        ),
        "too_fine": "" if reader.sees_people else _TOO_FINE,
    }
    if page.euro.stages and (reader.sees_people or reader.sees_purchases):
        values |= {
            "table": worded.table(sees_people=reader.sees_people),
            "table_title": "La même chose en table" if reader.sees_people else "Qui achète",
        }
    if page.euro.stages and reader.sees_people:
        stages = worded.drawn_stages()
        chart = EuroChart(
            "Du besoin au prochain achat", worded.description, stages, _drawn_need(need), _drawn_places(page)
        )
        values |= {
            "drawing": euro_svg(chart, "euro"),
            "stages": [
                {
                    "heading": each.heading,
                    "bar": euro_bar_svg(each),
                    "parts": [{"swatch": euro_swatch_svg(part), "part": part} for part in each.whole],
                }
                for each in stages
            ],
            "table_link": format_html('<a href="#en-table">{}</a>', "La même chose en table"),
        }
    if reader.sees_people:
        values |= {"sessions": _session_table(page), "elsewhere": _elsewhere(page)}
    return values


def _title(choice: EuroChoice, trade: str) -> str:
    whose = f" « {trade} »" if trade else ""
    return f"Où va un euro de formation{whose} {place_words(choice)}".strip() + " ?"


def _answer(page: EuroPage, worded: WordedEuro) -> str:
    if not page.euro.stages:
        return f"Aucun euro à suivre : rien n’est acheté pour ce choix, {scope_words(page.choice)}."
    if page.reader.sees_people:
        return worded.answer
    bought, sessions = pluralise(page.euro.places, "place"), pluralise(page.euro.sessions, "session")
    return f"{bought} achetées dans {sessions} ; la suite n’est montrée qu’à qui lit les petits effectifs."


def _blocks(page: EuroPage, need: TradeNeed | None) -> list[EuroBlock]:
    codes = {}
    if page.reader.sees_purchases and page.euro.lots:
        codes = lot_codes(actor=page.actor, host_id=page.plan.organisation_id)
    blocks = [need_block(need, page.choice), lot_block(page.euro, page.whole, codes, page.reader)]
    if page.reader.sees_people and page.euro.stages:
        blocks += people_blocks(page.euro, page.choice)
    triplets = {int(key): triplet for key, (_, _, triplet) in page.session_names.items()}
    return [*blocks, next_block(page.coming, triplets, page.reader)]


def _drawn_need(need: TradeNeed | None) -> DrawnNeed | None:
    """One dot a project; beyond seventy, a dot is worth several."""
    if need is None or not need.projects:
        return None
    worth = -(-need.projects // _MAX_DOTS)
    total = -(-need.projects // worth)
    full = min(total, round((need.difficult or 0) / worth))
    text = "plein : jugé difficile" if worth == 1 else f"1 point : {format_number(worth)} projets"
    return DrawnNeed("un besoin", full, total, text)


def _drawn_places(page: EuroPage) -> DrawnPlaces | None:
    if not page.reader.sees_people or not page.coming:
        return None
    first = page.coming[0]
    states = (first.admitted, first.waiting, first.free, first.lost)
    return DrawnPlaces("et maintenant", states, f"{first.admitted} admises, {first.free} libres")


def _session_table(page: EuroPage) -> Table[EuroSession]:
    """The sessions of this euro, the most expensive first; each opens its page."""

    def name(row: EuroSession) -> Cell:
        label = page.session_names.get(str(row.session))
        return cell(label[0], url=session_url(label[2]), note=label[1]) if label else "session non connue"

    return Table(
        page.shown_sessions,
        Column("Session", name),
        number_column("Places achetées", lambda row: _places_cell(row, sum(row.places.values()))),
        number_column("Places prises", lambda row: _places_cell(row, row.places.get(Seating.TAKEN, 0))),
        number_column("Personnes", lambda row: number_cell(row.entered)),
        id="table-sessions",
        caption="Sessions de cet euro",
        empty="Aucune session.",
    )  # fmt: skip


def _places_cell(row: EuroSession, places: int) -> Cell:
    """Empty where only hours were bought."""
    return "" if row.counts_hours else number_cell(places)


def _elsewhere(page: EuroPage) -> dict[str, Any]:
    kind = page.choice.compared_kind
    zone_of = zone_codes_by_commune({kind}).get(kind, {}) if page.choice.zone else {}
    zones = {code for each in page.facts.sessions if (code := zone_of.get(each.commune))}
    names = zone_names_by_kind({kind: zones})[kind] if zones else {}
    rows = zone_euros(page.facts.sessions, zone_of, names, page.choice.zone.code if page.choice.zone else "")
    return {
        "count": len(rows),
        "table": elsewhere_table(rows, page.whole, kind, _needs_by_zone(page, kind), page.querystring_of),
        "note": f"même formation, mêmes dates, par {ZONE_KIND_LABELS[kind][0]}",
        "map_url": territory_url("profile", ZoneKind.REGION, page.choice.region_code) + "#zone-par-zone"
        if page.choice.region_code
        else "",
    }


def _needs_by_zone(page: EuroPage, kind: ZoneKind) -> ZoneBreakdown | None:
    zone = page.choice.zone
    if zone is None or page.profile is None or not page.choice.region_code or kind not in BREAKDOWN_KINDS:
        return None
    is_region = zone.kind == ZoneKind.REGION
    profile = page.profile if is_region else page.profile_of(ZoneKind.REGION, page.choice.region_code)
    return zone_breakdown(actor=page.actor, profile=profile, kind=kind, split=next(iter(page.choice.need_splits), ""))
