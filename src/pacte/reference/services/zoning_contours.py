"""Draws the zones of a zoning around their communes, when no file gives their contours."""

from __future__ import annotations

from collections import defaultdict

from pacte.kernel.actor import Actor
from pacte.kernel.french import apply_french_spacing, pluralise
from pacte.reference.models import Contour
from pacte.reference.outlines import dissolve_rings
from pacte.reference.queries import (
    loaded_zonings,
    territory_editions,
    zone_codes_by_commune,
    zone_outlines,
)
from pacte.reference.records import ZONE_KIND_LABELS, ContourRow, Ring, ZoneKind
from pacte.reference.services.bulk_writer import ReferenceBulkWriter
from pacte.reference.services.reference_load import ReferenceLoad

DRAWN_KINDS = (ZoneKind.EMPLOYMENT_ZONE, ZoneKind.LABOUR_BASIN, ZoneKind.LIVING_AREA)


def draw_zoning_contours(*, actor: Actor) -> list[str]:
    """Draw zonings without contours and return one sentence per zoning. Contours from files are not overwritten.

    A zone that extends beyond the communes with a loaded contour is drawn partially. Must run in an audit event. Raises
    ``PermissionDenied`` if the actor may not load.
    """
    ReferenceLoad(actor).lock()
    loaded = loaded_zonings()
    return [
        apply_french_spacing(
            f"Contours dessinés d’après ceux des communes : {pluralise(count, *ZONE_KIND_LABELS[kind])}."
        )
        for kind in DRAWN_KINDS
        if kind in loaded and (count := _draw_zone_contours(kind, loaded[kind]))
    ]


def are_zoning_contours_missing(*, actor: Actor) -> bool:
    """Return True when a loaded zoning has no contour and communes have theirs. Public information."""
    if not territory_editions():
        return False
    loaded = set(loaded_zonings()) & set(DRAWN_KINDS)
    with_contours = set(Contour.objects.filter(kind__in=[*loaded, ZoneKind.COMMUNE]).values_list("kind", flat=True))
    return ZoneKind.COMMUNE in with_contours and bool(loaded - with_contours)


def _draw_zone_contours(kind: ZoneKind, vintage: int) -> int:
    if Contour.objects.filter(kind=kind).exists():
        return 0
    zone_of = zone_codes_by_commune([kind])[kind]
    members: dict[str, list[list[Ring]]] = defaultdict(list)
    for each in zone_outlines(ZoneKind.COMMUNE):
        if each.code in zone_of:
            members[zone_of[each.code]].append(each.rings)
    ReferenceBulkWriter().write(
        ContourRow(kind, code, vintage, dissolve_rings(rings)) for code, rings in sorted(members.items())
    )
    return len(members)
