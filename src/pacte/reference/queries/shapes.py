"""Zone outlines to draw."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.reference.models import Contour, Zone
from pacte.reference.queries.places import zones
from pacte.reference.records import Outline, ZoneKind


def outlines(
    kind: ZoneKind,
    *,
    edition: int | None = None,
    region_code: str | None = None,
    codes: Iterable[str] | None = None,
) -> list[Outline]:
    """Return the outlines of the zones of a kind, sorted by name, each from the contour nearest to the edition.

    ``region_code`` and ``codes`` filter the result. Zones without a loaded contour are omitted.
    """
    wanted = zones(kind, edition, region_code)
    if codes is not None:
        wanted = wanted.filter(code__in=set(codes))
    names = {zone.code: zone for zone in wanted.only("code", "name", "plain_name", "edition")}
    chosen: dict[str, Contour] = {}
    for contour in Contour.objects.filter(kind=kind, code__in=names):
        known = chosen.get(contour.code)
        if known is None or _distance(contour, names[contour.code]) < _distance(known, names[contour.code]):
            chosen[contour.code] = contour
    ordered = sorted(chosen.values(), key=lambda each: (names[each.code].plain_name, each.code))
    return [
        Outline(kind, each.code, names[each.code].name, [[(x, y) for x, y in ring] for ring in each.rings])
        for each in ordered
    ]


def _distance(contour: Contour, zone: Zone) -> tuple[int, int]:
    """Sort key: nearest edition first, then the newer one."""
    return abs(contour.edition - zone.edition), -contour.edition
