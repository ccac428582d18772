"""« Quel territoire ? »: zone search, and the imported series with their source."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.accounts.queries import host_organisation
from pacte.indicators.permissions import may
from pacte.indicators.queries import series_summaries
from pacte.indicators.records.profile import SeriesSummary
from pacte.indicators.rules.profile_blocks import period_text
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.plan.queries import main_plan
from pacte.reference.queries import (
    loaded_zonings,
    places_of_kind,
    search_places,
    territory_editions,
    zone_code_by_commune,
)
from pacte.reference.records import ADMINISTRATIVE_KINDS, ZONE_KIND_LABELS, Place, ZoneKind
from pacte.web.pages.territory.page_context import NAV, SLUG_BY_KIND, request_actor, territory_url

_LISTED_KINDS = (ZoneKind.REGION, ZoneKind.DEPARTMENT, ZoneKind.EMPLOYMENT_ZONE, ZoneKind.LABOUR_BASIN, ZoneKind.EPCI)
_SEARCHED_KINDS = (
    ZoneKind.COMMUNE,
    ZoneKind.EPCI,
    ZoneKind.EMPLOYMENT_ZONE,
    ZoneKind.LABOUR_BASIN,
    ZoneKind.DEPARTMENT,
)
_MAX_RESULTS = 12
COLUMNS = (
    {"label": "Série"},
    {"label": "Source"},
    {"label": "Valeurs", "kind": "num"},
    {"label": "Période"},
    {"label": "Prochaine attendue"},
)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    actor = request_actor(request)
    region = host_organisation()
    series_list = series_summaries(actor=actor, host_id=region.pk, known_on=today()) if region else []
    search_text = request.GET.get("q", "").strip()[:80]
    values = {
        "nav": NAV,
        "trail": [{"label": "Territoires"}],
        "answer": _summary_sentence(series_list),
        "asked": search_text,
        "found": _find_zones(search_text) if search_text else None,
        "groups": _groups(),
        "columns": COLUMNS,
        "rows": [_row(each) for each in series_list],
        "links": _links(actor, region.pk) if region else [],
    }
    return render(request, "territory/home.html", values)


def _links(actor: Actor, host_id: int) -> list[dict[str, str]]:
    """Links to other pages on figures, by permission."""
    plan = main_plan(actor=actor)
    links = []
    if plan is not None and may(actor, "indicators.see_gaps", host_id):
        links.append({"label": "Quels chiffres manquent au plan ?", "url": reverse("gaps:list", args=[plan.code])})
    if may(actor, "indicators.see_disputes", host_id):
        links.append({"label": "Quels chiffres se contredisent ?", "url": reverse("disputes:list")})
    return links


def _summary_sentence(series_list: list[SeriesSummary]) -> str:
    if not series_list:
        return "Aucune série n’est encore importée : un profil montre ce que le plan y fait, sans les besoins."
    last = max((each.last for each in series_list if each.last), default=None)
    until = f", jusqu’à {period_text(last.replace(day=1), last)}" if last else ""
    return f"{pluralise(len(series_list), 'série importée', 'séries importées')}{until}. Choisissez une zone."


def _find_zones(search_text: str) -> list[dict[str, str]]:
    if not territory_editions():
        return []
    zones: list[Place] = [
        each for kind in _SEARCHED_KINDS for each in search_places(search_text, kind=kind, limit=_MAX_RESULTS)
    ]
    return [_link(each) | {"kind": ZONE_KIND_LABELS[each.kind][0]} for each in zones[: _MAX_RESULTS * 2]]


def _groups() -> list[dict[str, Any]]:
    """Zones by kind, for the kinds that are few enough to be listed."""
    if not territory_editions():
        return []
    loaded = loaded_zonings()
    groups = []
    for kind in _LISTED_KINDS:
        if kind in ADMINISTRATIVE_KINDS or kind in loaded:
            here = set(zone_code_by_commune(kind).values())
            links = [_link(each) for each in places_of_kind(kind) if each.code in here]
            label = ZONE_KIND_LABELS[kind][1]
            groups.append({"id": SLUG_BY_KIND[kind], "label": label[:1].upper() + label[1:], "links": links})
    return [each for each in groups if each["links"]]


def _link(place: Place) -> dict[str, str]:
    return {"label": place.name, "url": territory_url("profile", place.kind, place.code)}


def _row(each: SeriesSummary) -> list[Any]:
    secret = f"dont {pluralise(each.hidden, 'secrète', 'secrètes')}" if each.hidden else ""
    span = period_text(each.first, each.last) if each.first and each.last else "aucune valeur"
    broken = pluralise(each.breaks, "rupture notée", "ruptures notées") if each.breaks else ""
    return [
        {"text": each.label, "note": each.code},
        {"text": each.source, "note": ", ".join(part for part in (each.edition, each.licence) if part)},
        {"text": format_number(each.values), "value": str(each.values), "note": secret},
        {"text": span, "note": broken},
        {"text": format_day(each.due_on), "note": "en retard" if each.due_on < today() else ""} if each.due_on else "",
    ]
