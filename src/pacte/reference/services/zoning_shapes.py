"""Draws the zones of a zoning around their communes, when no file gives their contours."""

from __future__ import annotations

from collections import defaultdict

from pacte.kernel.actor import Actor
from pacte.kernel.french import apply_french_spacing, pluralise
from pacte.reference.models import Contour
from pacte.reference.outlines import dissolved
from pacte.reference.queries import commune_zones, editions, latest_edition, outlines, zonings_loaded
from pacte.reference.records import KIND_LABELS, ContourRow, Ring, ZoneKind
from pacte.reference.services.ledger import Ledger
from pacte.reference.services.writer import BulkWriter

DRAWN = (ZoneKind.EMPLOYMENT_ZONE, ZoneKind.LABOUR_BASIN, ZoneKind.LIVING_AREA)


def draw_zonings(*, actor: Actor) -> list[str]:
    """Draw zonings without contours and return one sentence per zoning. Contours from files are not overwritten.

    A zone that extends beyond the communes with a loaded contour is drawn partially. Must run in an audit event. Raises
    ``PermissionDenied`` if the actor may not load.
    """
    Ledger(actor).lock()
    loaded = zonings_loaded()
    return [
        apply_french_spacing(f"Contours dessinés d’après ceux des communes : {pluralise(count, *KIND_LABELS[kind])}.")
        for kind in DRAWN
        if kind in loaded and (count := _draw(kind, loaded[kind]))
    ]


def must_draw(*, actor: Actor) -> bool:
    """Return True when a loaded zoning has no contour and communes have theirs. Public information."""
    del actor
    if not editions():
        return False
    loaded = set(zonings_loaded()) & set(DRAWN)
    with_contours = set(Contour.objects.filter(kind__in=[*loaded, ZoneKind.COMMUNE]).values_list("kind", flat=True))
    return ZoneKind.COMMUNE in with_contours and bool(loaded - with_contours)


def _draw(kind: ZoneKind, vintage: int) -> int:
    if Contour.objects.filter(kind=kind).exists():
        return 0
    zone_of = commune_zones(kind, edition=latest_edition())
    members: dict[str, list[list[Ring]]] = defaultdict(list)
    for each in outlines(ZoneKind.COMMUNE):
        if each.code in zone_of:
            members[zone_of[each.code]].append(each.rings)
    BulkWriter().write(ContourRow(kind, code, vintage, dissolved(rings)) for code, rings in sorted(members.items()))
    return len(members)
