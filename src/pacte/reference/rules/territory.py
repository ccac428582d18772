"""Distances, code changes and choice of the zoning. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from pacte.reference.records import ZoneKind

EARTH_RADIUS_KM = 6_371.0
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180
MIN_ZONING_COVERAGE = 0.95
MAX_CODE_CHANGES = 10


def haversine_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Return the great-circle distance (haversine)."""
    a, b = math.radians(latitude_a), math.radians(latitude_b)
    haversine = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(longitude_b - longitude_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(haversine)))


def bounding_box(latitude: float, longitude: float, radius_km: float) -> tuple[float, float, float, float]:
    """Return the south, north, west and east bounds that contain every point within ``radius_km``."""
    height = radius_km / KM_PER_DEGREE
    widest = math.cos(math.radians(min(89.0, abs(latitude) + height)))
    width = height / widest
    return latitude - height, latitude + height, longitude - width, longitude + width


def code_in_edition(
    code: str, *, edition: int, present: Collection[str], changes: Mapping[str, Sequence[tuple[str, int]]]
) -> str | None:
    """Return the code that replaces ``code`` in an edition whose communes are ``present``; None if there is none.

    ``changes``: for an old code, its replacement codes and their edition. A code that was dropped then restored makes a
    cycle, so a code is never followed twice.
    """
    seen_codes: set[str] = set()
    while code not in present:
        seen_codes.add(code)
        heirs = [each for each in changes.get(code, ()) if each[0] not in seen_codes]
        if not heirs or len(seen_codes) > MAX_CODE_CHANGES:
            return None
        code = _next_code(heirs, edition)
    return code


def _next_code(heirs: Sequence[tuple[str, int]], edition: int) -> str:
    """Return the last change by the edition, else the first one after it."""
    past = [each for each in heirs if each[1] <= edition]
    return max(past, key=lambda each: each[1])[0] if past else min(heirs, key=lambda each: each[1])[0]


def zones_through_changes(
    codes: Iterable[str], zone_of: Mapping[str, str], changes: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Return the zone of each commune code: its own, else that of a commune that it replaced or that replaced it.

    ``changes``: old and new codes. A code without any such zone is left out; among several, the first code decides.
    """
    wanted = set(codes)
    relatives: dict[str, list[str]] = defaultdict(list)
    for old, new in changes:
        relatives[new].append(old)
        relatives[old].append(new)
    zones = {}
    for code in wanted:
        zone = next((zone_of[each] for each in (code, *sorted(relatives[code])) if each in zone_of), None)
        if zone:
            zones[code] = zone
    return zones


def choose_zoning_kind(*, communes: int, in_an_employment_zone: int) -> ZoneKind:
    """Return zones d'emploi when they cover the region, else EPCI as a fallback."""
    if communes and in_an_employment_zone / communes >= MIN_ZONING_COVERAGE:
        return ZoneKind.EMPLOYMENT_ZONE
    return ZoneKind.EPCI


def edition_for_year(year: int, editions: Sequence[int]) -> int | None:
    """Return the last edition by 1 January of ``year``, else the first one; None without editions."""
    past = [each for each in editions if each <= year]
    return max(past) if past else min(editions, default=None)
