"""Crossing of located items with zones: covered, blank, and who lives in the blanks. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from pacte.indicators.records.coverage import CoverageMap, CoverageSource, LocatedItem, ZoneCoverage, ZoneFrame
from pacte.kernel.french import apply_french_spacing, format_number, format_percent, pluralise
from pacte.reference.records import ZONE_KIND_LABELS


def cross_with_zones(
    source: CoverageSource, items: Iterable[LocatedItem], frame: ZoneFrame, *, on: date
) -> CoverageMap:
    """Count the items of each zone by ``on``; later ones are ignored."""
    days: dict[str, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    outside: set[str] = set()
    for item in items:
        if item.happened_on > on:
            continue
        zone = frame.zone_of.get(item.commune, "")
        if zone in frame.names:
            days[zone][item.key].append(item.happened_on)
        else:
            outside.add(item.key)
    populations = _populations(frame)
    zones = tuple(
        _zone(code, name, populations.get(code), days.get(code, {}))
        for code, name in sorted(frame.names.items(), key=lambda each: (each[1], each[0]))
    )
    return CoverageMap(source, frame.kind, on, frame.edition, zones, len(outside))


def _zone(code: str, name: str, population: int | None, days_by_key: dict[str, list[date]]) -> ZoneCoverage:
    days = [day for of_key in days_by_key.values() for day in of_key]
    if not days:
        return ZoneCoverage(code, name, population)
    return ZoneCoverage(code, name, population, len(days_by_key), min(days), max(days))


def _populations(frame: ZoneFrame) -> dict[str, int | None]:
    totals: dict[str, int | None] = {}
    for commune, count in frame.inhabitants.items():
        zone = frame.zone_of.get(commune)
        if zone:
            so_far = totals.get(zone, 0)
            totals[zone] = None if so_far is None or count is None else so_far + count
    return totals


def coverage_sentence(coverage: CoverageMap) -> str:
    """« 41 bassins de vie sur 54 en ont ; 12,3 % des habitants vivent dans un des 13 autres »."""
    one, many = ZONE_KIND_LABELS[coverage.kind]
    zones, blanks = len(coverage.zones), len(coverage.blanks)
    if not zones:
        return "aucun territoire chargé"
    have = pluralise(len(coverage.covered), f"{one} sur {zones} en a", f"{many} sur {zones} en ont")
    inhabitants, without = coverage.inhabitants, coverage.inhabitants_without
    if not blanks:
        return apply_french_spacing(have)
    if not inhabitants or without is None:
        return apply_french_spacing(f"{have} ; population non connue")
    where = "l’autre" if blanks == 1 else f"les {format_number(blanks)} autres"
    return apply_french_spacing(f"{have} ; {where} : {format_percent(without / inhabitants)} des habitants")
