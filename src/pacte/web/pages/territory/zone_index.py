"""The index of zones: a map of the départements with their table, then what each département contains."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst

from pacte.infra.versioned_cache import EVERYBODY, CacheKey, VersionedCache
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number
from pacte.offer.queries.search_counts import open_choice_counts_by_department
from pacte.plan.queries import main_plan
from pacte.plan.queries.territory import plan_region_code
from pacte.reference.queries import places_of_kind, territory_stamp, zone_codes_by_commune
from pacte.reference.records import ZONE_KIND_LABELS, Place, ZoneKind
from pacte.web.charts.maps import ZoneMap, round_class_limits
from pacte.web.count_maps import count_map
from pacte.web.tables import Column, Table, cell, number_column
from pacte.web.zone_urls import territory_url

_INNER_KINDS = (ZoneKind.EMPLOYMENT_ZONE, ZoneKind.LABOUR_BASIN, ZoneKind.LIVING_AREA, ZoneKind.EPCI)
_CHOICES = "Formations où l’on peut entrer"
_CACHE = VersionedCache("territory.zone_index", maxsize=8)
ZonesByKind = Mapping[ZoneKind, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ZoneIndex:
    """The zones of the communes loaded, in one region where it is known. ``inside``: by département, its zones."""

    regions: tuple[Place, ...]
    departments: tuple[Place, ...]
    inside: tuple[dict[str, Any], ...]


def zone_index_context(actor: Actor) -> dict[str, Any]:
    """Parameters of the sections. The zones stay until a territory is loaded; what is counted there is of today."""
    region = plan_region_code(main_plan(actor=actor))
    index: ZoneIndex = _CACHE.get(CacheKey(territory_stamp(actor=actor), EVERYBODY, region), lambda: _index(region))
    departments, counts = index.departments, open_choice_counts_by_department(actor=actor, on=today())
    return {
        "regions": [zone_link(each) for each in index.regions],
        "departments": _department_table(departments, counts),
        "map": _department_map(departments, counts),
        "source": f"Recherche de formations de ce site, le {format_day(today())}.",
        "inside": index.inside,
    }


def _index(region: str) -> ZoneIndex:
    zone_of = zone_codes_by_commune((ZoneKind.REGION, ZoneKind.DEPARTMENT, *_INNER_KINDS))
    department_of = _within(zone_of, region)
    departments = _places(ZoneKind.DEPARTMENT, set(department_of.values()))
    regions = {zone_of[ZoneKind.REGION].get(commune, "") for commune in department_of}
    inside = _inner_zones(departments, department_of, zone_of)
    return ZoneIndex(tuple(_places(ZoneKind.REGION, regions)), tuple(departments), tuple(inside))


def zone_link(place: Place) -> dict[str, str]:
    return {"label": place.name, "url": territory_url("profile", place.kind, place.code)}


def _within(zone_of: ZonesByKind, region: str) -> dict[str, str]:
    """The département of each commune of the region; of each commune when no region is known."""
    region_of = zone_of[ZoneKind.REGION]
    return {
        commune: department
        for commune, department in zone_of[ZoneKind.DEPARTMENT].items()
        if not region or region_of.get(commune, region) == region
    }


def _places(kind: ZoneKind, codes: set[str]) -> list[Place]:
    return [each for each in places_of_kind(kind) if each.code in codes] if codes else []


def _department_table(departments: Sequence[Place], counts: Mapping[str, int]) -> Table[Place]:
    whole = sum(counts.get(each.code, 0) for each in departments)
    return Table(
        departments,
        Column(
            "Département", lambda each: cell(each.name, url=territory_url("profile", each.kind, each.code)),
            total="Ensemble",
        ),
        number_column(
            _CHOICES,
            lambda each: cell(format_number(counts.get(each.code, 0)), value=str(counts.get(each.code, 0))),
            cell(format_number(whole), value=str(whole)),
        ),
        id="departements-table",
        caption=f"{_CHOICES}, par département",
        tight=True,
    )  # fmt: skip


def _department_map(departments: Sequence[Place], counts: Mapping[str, int]) -> ZoneMap | None:
    """The same numbers as the table; each département leads to its profile. None without outlines."""
    if not departments:
        return None
    values = {each.code: Decimal(counts.get(each.code, 0)) for each in departments}
    names = {each.code: each.name for each in departments}
    drawn = count_map(f"{_CHOICES}, par département", ZoneKind.DEPARTMENT, names, values, today())
    if drawn is None:
        return None
    limits = round_class_limits(list(values.values()))
    return replace(drawn, limits=limits, is_count=False, is_linked=True)


def _inner_zones(
    departments: Sequence[Place], department_of: Mapping[str, str], zone_of: ZonesByKind
) -> list[dict[str, Any]]:
    """By département, its zones by kind. A zone over several is in the one that has most of its communes."""
    inside: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for kind in _INNER_KINDS:
        shares: dict[str, Counter[str]] = defaultdict(Counter)
        for commune, zone in zone_of[kind].items():
            if commune in department_of:
                shares[zone][department_of[commune]] += 1
        home = {zone: max(sorted(counter), key=counter.__getitem__) for zone, counter in shares.items()}
        links: dict[str, list[dict[str, str]]] = defaultdict(list)
        for each in _places(kind, set(home)):
            links[home[each.code]].append(zone_link(each))
        for department, zones in links.items():
            inside[department].append({"label": capfirst(ZONE_KIND_LABELS[kind][1]), "links": zones})
    return [
        {
            "name": each.name,
            "count": sum(len(group["links"]) for group in inside[each.code]),
            "groups": inside[each.code],
        }
        for each in departments
        if inside[each.code]
    ]
