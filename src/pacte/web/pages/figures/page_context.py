"""Shared context of the indicator pages: user, Region, as-of day, period and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from pacte.accounts.queries import host_organisation, organisation_by_id
from pacte.indicators.permissions import count_scope_of
from pacte.indicators.queries import find_zone
from pacte.indicators.queries.store import read_manifest
from pacte.indicators.queries.zones import plan_region_code
from pacte.indicators.records import CountScope, IndicatorQuestion, TerritoryRule, ZoneFilter
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import format_day
from pacte.kernel.user_input import parse_iso_day, parse_whole_number
from pacte.plan.queries import main_plan
from pacte.reference.queries import territory_editions, zone_outlines
from pacte.reference.records import Outline, ZoneKind

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

NAV = "figures"
DAY_PARAM, PERIOD_PARAM, PLACE_PARAM, ZONE_PARAM, CUT_PARAM, FUND_PARAM = (
    "au",
    "periode",
    "lieu",
    "zone",
    "decoupage",
    "fonds",
)
CUT_LABELS = {ZoneKind.DEPARTMENT: "département", ZoneKind.EMPLOYMENT_ZONE: "zone d’emploi", ZoneKind.EPCI: "EPCI"}
PLACE_LABELS = {
    TerritoryRule.RESIDENCE: "là où vivent les personnes",
    TerritoryRule.SESSION: "là où se tient la session",
}
FUND_FILTER_LABELS = {"": "tous les fonds", "pact": "le pacte", "baseline": "le socle de la Région"}
NO_FACTS = "Les faits ne sont pas encore préparés : aucun chiffre ne se compte. La machine les prépare chaque nuit."


@dataclass(frozen=True, slots=True)
class FiguresReader:
    """Who reads the figures of which Region. ``on``: as known at the end of that day."""

    actor: Actor
    host: Organisation
    plan: Plan | None
    on: date
    scope: CountScope

    @property
    def is_today(self) -> bool:
        return self.on >= today()

    @property
    def has_facts(self) -> bool:
        return bool(read_manifest().built_at)

    @property
    def is_masked(self) -> bool:
        return not self.scope.sees_small

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the plan that have begun; without a plan, the last four."""
        last = self.on.year
        first = self.plan.first_year if self.plan else last - 3
        until = min(self.plan.last_year if self.plan else last, last)
        return tuple(range(first, max(first, until) + 1))

    @property
    def first(self) -> date:
        return date(self.years[0], 1, 1)

    @property
    def last(self) -> date:
        return min(date(self.years[-1], 12, 31), self.on)


def figures_reader(request: HttpRequest) -> FiguresReader:
    """Raises ``NotFound`` for a user without access to figures, ``ValidationError`` for an invalid day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    region = host_organisation()
    if region is None or region.pk not in actor.host_ids:
        region = organisation_by_id(min(actor.host_ids)) if actor.host_ids else None
    if region is None or (reach := count_scope_of(actor, region.pk)).is_empty:
        raise NotFound
    plan = main_plan(actor=actor)
    if plan is not None and plan.organisation_id != region.pk:
        plan = None
    return FiguresReader(
        actor, region, plan, min(parse_day_param(request.GET.get(DAY_PARAM, "")) or today(), today()), reach
    )


def parse_day_param(text: str) -> date | None:
    """Returns None for an empty text. Raises ``ValidationError`` for an invalid date."""
    try:
        return parse_iso_day(text) if text.strip() else None
    except ValueError as fault:
        raise ValidationError(
            "day_shape", f"« {text[:40]} » n’est pas une date.", "La date s’écrit année, mois, jour.",
            "Écrivez par exemple « 2020-11-24 ».",
        ) from fault  # fmt: skip


@dataclass(frozen=True, slots=True)
class FigureFilters:
    """Filters in the query string of a page. Invalid values are ignored."""

    period: str = ""
    place: str = ""
    zone: ZoneFilter | None = None
    cut: ZoneKind = ZoneKind.DEPARTMENT
    fund: str = ""

    def querystring(self, reader: FiguresReader, **changed: str) -> str:
        """« ?periode=2020&… »: the same filters with some values changed, "" to drop one."""
        values = {
            PERIOD_PARAM: self.period, PLACE_PARAM: self.place, ZONE_PARAM: self.zone.key if self.zone else "",
            CUT_PARAM: "" if self.cut is ZoneKind.DEPARTMENT else self.cut.value, FUND_PARAM: self.fund,
            DAY_PARAM: "" if reader.is_today else reader.on.isoformat(),
        } | changed  # fmt: skip
        parameters = {name: value for name, value in values.items() if value}
        return f"?{urlencode(parameters)}" if parameters else ""


def parse_figure_filters(request: HttpRequest, reader: FiguresReader) -> FigureFilters:
    """Raises ``ValidationError`` for an unknown zone."""
    period, place, fund = (request.GET.get(name, "") for name in (PERIOD_PARAM, PLACE_PARAM, FUND_PARAM))
    cut = request.GET.get(CUT_PARAM, "")
    zone = request.GET.get(ZONE_PARAM, "").strip()
    return FigureFilters(
        period=period if parse_whole_number(period) in reader.years else "",
        place=place if place in set(PLACE_LABELS) else "",
        zone=find_zone(zone) if zone else None,
        cut=ZoneKind(cut) if cut in set(CUT_LABELS) else ZoneKind.DEPARTMENT,
        fund=fund if fund in FUND_FILTER_LABELS else "",
    )


def question_for_filters(reader: FiguresReader, choice: FigureFilters, *codes: str) -> IndicatorQuestion:
    first, last = reader.first, reader.last
    if choice.period:
        year = int(choice.period)
        first, last = date(year, 1, 1), min(date(year, 12, 31), reader.on)
    return IndicatorQuestion(
        first=first,
        last=last,
        known_on=reader.on,
        codes=codes,
        zone=choice.zone,
        zone_kind=choice.cut.value,
        where=(("fund", (choice.fund,)),) if choice.fund else (),
        territory=TerritoryRule(choice.place) if choice.place else None,
    )


def question_for_period(
    reader: FiguresReader, choice: FigureFilters, *codes: str, is_counted: bool
) -> IndicatorQuestion:
    """Same as ``question_for_filters``; figures not computed from facts go on after the plan, to the as-of day."""
    question = question_for_filters(reader, choice, *codes)
    return question if is_counted or choice.period else replace(question, last=max(question.last, reader.on))


def figure_filter_fields(
    reader: FiguresReader, choice: FigureFilters, *, places: bool = True, cuts: bool = True
) -> list[dict[str, Any]]:
    """Select fields of the filter bar."""
    whole = f"{reader.years[0]}-{reader.years[-1]}"
    years = [("", whole), *((str(each), str(each)) for each in reader.years)]
    fields = [figure_select_field(PERIOD_PARAM, "Période", years, choice.period)]
    if places:
        usual = [("", "comme le dit la fiche"), *((each.value, words) for each, words in PLACE_LABELS.items())]
        fields.append(figure_select_field(PLACE_PARAM, "Compté", usual, choice.place))
        zones = [("", "toute la région"), *zone_choices(ZoneKind.DEPARTMENT, reader.plan)]
        if choice.zone and choice.zone.kind != ZoneKind.DEPARTMENT:
            zones.append((choice.zone.key, choice.zone.name))
        fields.append(figure_select_field(ZONE_PARAM, "Où", zones, choice.zone.key if choice.zone else ""))
        fields.append(figure_select_field(FUND_PARAM, "Payé par", list(FUND_FILTER_LABELS.items()), choice.fund))
    if cuts:
        fields.append(
            figure_select_field(
                CUT_PARAM, "Carte par", [(each.value, words) for each, words in CUT_LABELS.items()], choice.cut
            )
        )
    return fields


def figure_select_field(name: str, label: str, choices: Sequence[tuple[str, str]], chosen: str) -> dict[str, Any]:
    """Parameters of the component « field ». ``choices`` are (value, label) in order."""
    return {
        "id": f"choix-{name}",
        "name": name,
        "label": label,
        "kind": "select",
        "required": True,
        "choices": [{"value": value, "label": words, "chosen": value == chosen} for value, words in choices],
    }


def territory_outlines(kind: ZoneKind, plan: Plan | None = None) -> list[Outline]:
    """Returns the outlines of the territory, by name; for départements, those of the region of the plan.

    The official files cover the whole of France, where nothing is counted.
    """
    if not has_territory():
        return []
    region = plan_region_code(plan) if kind is ZoneKind.DEPARTMENT else ""
    return zone_outlines(kind, region_code=region or None)


def has_territory() -> bool:
    """False before a territory is loaded: only totals are then computed."""
    return bool(territory_editions())


def zone_choices(kind: ZoneKind, plan: Plan | None = None) -> list[tuple[str, str]]:
    return [(f"{kind.value}:{each.code}", each.name) for each in territory_outlines(kind, plan)]


def figures_page_context(
    reader: FiguresReader, request: HttpRequest, *last: tuple[str, str], dated: bool = True
) -> dict[str, Any]:
    """Menu, breadcrumb and day control. ``last``: (label, URL) after the catalogue; a URL of "" is this page."""
    trail: list[dict[str, str]] = [
        {"label": "Chiffres", "url": reverse("figures:catalogue") + figures_day_querystring(reader)}
    ]
    trail += [{"label": label, "url": url} if url else {"label": label} for label, url in last]
    if not last:
        trail[0].pop("url")
    context: dict[str, Any] = {
        "nav": NAV,
        "trail": trail,
        "reader": reader,
        "plan_code": reader.plan.code if reader.plan else "",
        "is_synthetic": settings.SYNTHETIC_ALLOWED,
        "no_facts": "" if reader.has_facts else NO_FACTS,
        "carried": figures_day_querystring(reader),
        "day_note": day_note(reader) if dated else "",
        "today_url": request.path,
    }
    if dated:
        hidden = [{"name": name, "value": value} for name, value in request.GET.items() if name != DAY_PARAM and value]
        context["as_of"] = {
            "id": "vu-au", "on": reader.on, "action": request.path, "is_today": reader.is_today, "hidden": hidden,
        }  # fmt: skip
    return context


def day_note(reader: FiguresReader) -> str:
    """On a past day, tells users who may not see small counts why people are not counted, and what to read instead."""
    closing = date(reader.last.year, 12, 31)
    if not reader.is_masked or reader.is_today or reader.on == closing:
        return ""
    then = f", ou tels qu’au {format_day(closing)}" if closing < today() else ""
    return (
        "Les nombres de personnes ne se montrent pas tels qu’à ce jour : deux jours voisins, l’un moins l’autre, "
        f"diraient ce que quelques personnes ont fait. Lisez-les tels qu’ils sont connus aujourd’hui{then} ; ceux "
        "qu’un comité a vus sont dans son dossier. Places, heures et euros se lisent ici à la date choisie."
    )


def file_links(name: str, query: str, *parts: object) -> list[dict[str, str]]:
    """Download links in the three formats, with the filters of the page."""
    return [
        {"label": label, "url": reverse(name, args=[*parts, extension]) + query}
        for extension, label in (("xlsx", "Tableur (.xlsx)"), ("csv", "CSV"), ("json", "JSON"))
    ]


def figures_day_querystring(reader: FiguresReader) -> str:
    """Query string that keeps the same day on links to other pages."""
    return "" if reader.is_today else f"?{DAY_PARAM}={reader.on.isoformat()}"


def question_scope_text(question: IndicatorQuestion) -> str:
    """« du 1er janvier 2020 au 31 décembre 2020, toute la région, au titre du pacte »."""
    where = question.zone.name if question.zone else "toute la région"
    fund = next((values[0] for name, values in question.where if name == "fund"), "")
    paid = f", payé par {FUND_FILTER_LABELS[fund]}" if fund in FUND_FILTER_LABELS and fund else ""
    return f"du {format_day(question.first)} au {format_day(question.last)}, {where}{paid}"
