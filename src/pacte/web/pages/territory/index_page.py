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
from pacte.web.pages.territory.frame import NAV, SLUG_OF, actor_in, zone_url

_LISTED = (ZoneKind.REGION, ZoneKind.DEPARTMENT, ZoneKind.EMPLOYMENT_ZONE, ZoneKind.LABOUR_BASIN, ZoneKind.EPCI)
_SOUGHT = (ZoneKind.COMMUNE, ZoneKind.EPCI, ZoneKind.EMPLOYMENT_ZONE, ZoneKind.LABOUR_BASIN, ZoneKind.DEPARTMENT)
_MOST_FOUND = 12
COLUMNS = (
    {"label": "Série"},
    {"label": "Source"},
    {"label": "Valeurs", "kind": "num"},
    {"label": "Période"},
    {"label": "Prochaine attendue"},
)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    region = host_organisation()
    held = series_summaries(actor=actor, host_id=region.pk, known_on=today()) if region else []
    asked = request.GET.get("q", "").strip()[:80]
    values = {
        "nav": NAV,
        "trail": [{"label": "Territoires"}],
        "answer": _answer(held),
        "asked": asked,
        "found": _found(asked) if asked else None,
        "groups": _groups(),
        "columns": COLUMNS,
        "rows": [_row(each) for each in held],
        "links": _links(actor, region.pk) if region else [],
    }
    return render(request, "territory/home.html", values)


def _links(actor: Actor, host_id: int) -> list[dict[str, str]]:
    """Links to other pages on figures, by permission."""
    plan = main_plan(actor=actor)
    found = []
    if plan is not None and may(actor, "indicators.see_gaps", host_id):
        found.append({"label": "Quels chiffres manquent au plan ?", "url": reverse("gaps:list", args=[plan.code])})
    if may(actor, "indicators.see_disputes", host_id):
        found.append({"label": "Quels chiffres se contredisent ?", "url": reverse("disputes:list")})
    return found


def _answer(held: list[SeriesSummary]) -> str:
    if not held:
        return "Aucune série n’est encore importée : un profil montre ce que le plan y fait, sans les besoins."
    last = max((each.last for each in held if each.last), default=None)
    until = f", jusqu’à {period_text(last.replace(day=1), last)}" if last else ""
    return f"{pluralise(len(held), 'série importée', 'séries importées')}{until}. Choisissez une zone."


def _found(asked: str) -> list[dict[str, str]]:
    if not territory_editions():
        return []
    found: list[Place] = [each for kind in _SOUGHT for each in search_places(asked, kind=kind, limit=_MOST_FOUND)]
    return [_link(each) | {"kind": ZONE_KIND_LABELS[each.kind][0]} for each in found[: _MOST_FOUND * 2]]


def _groups() -> list[dict[str, Any]]:
    """Zones by kind, for the kinds that are few enough to be listed."""
    if not territory_editions():
        return []
    loaded = loaded_zonings()
    groups = []
    for kind in _LISTED:
        if kind in ADMINISTRATIVE_KINDS or kind in loaded:
            here = set(zone_code_by_commune(kind).values())
            links = [_link(each) for each in places_of_kind(kind) if each.code in here]
            label = ZONE_KIND_LABELS[kind][1]
            groups.append({"id": SLUG_OF[kind], "label": label[:1].upper() + label[1:], "links": links})
    return [each for each in groups if each["links"]]


def _link(place: Place) -> dict[str, str]:
    return {"label": place.name, "url": zone_url("profile", place.kind, place.code)}


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
