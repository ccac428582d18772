"""Map of counts by zone, from the outlines of the territory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pacte.reference.queries import territory_edition_on, zone_outlines
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind
from pacte.web.charts.maps import MapZone, ZoneMap
from pacte.web.zone_urls import territory_url

# Counts: nothing, one, some, many. The first bound sets apart the zones without anything.
COUNT_LIMITS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


def count_map(
    title: str,
    kind: ZoneKind,
    names: Mapping[str, str],
    values: Mapping[str, Decimal | None],
    on: date,
    *,
    hidden: frozenset[str] = frozenset(),
) -> ZoneMap | None:
    """Map of counts by zone; None where no outline of the zones is loaded."""
    shapes = zone_outlines(kind, codes=names, edition=territory_edition_on(on))
    if not shapes:
        return None
    zones = tuple(
        MapZone(
            each.code,
            names[each.code],
            tuple(tuple(ring) for ring in each.rings),
            value=values.get(each.code),
            masked=each.code in hidden,
            reason="secret statistique",
            address=territory_url("profile", kind, each.code),
        )
        for each in shapes
    )
    return ZoneMap(title, zones, COUNT_LIMITS, unit=ZONE_KIND_LABELS[kind][0], places=0, is_count=True)
