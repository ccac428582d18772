"""Zone outlines to draw."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.infra.versioned_cache import EVERYBODY, CacheKey, VersionedCache
from pacte.kernel.actor import NOBODY
from pacte.reference.models import Contour, Zone
from pacte.reference.queries.editions import territory_stamp
from pacte.reference.queries.places import zones_of_kind
from pacte.reference.records import Outline, ZoneKind

_CACHE = VersionedCache("reference.outlines", maxsize=16)


def zone_outlines(
    kind: ZoneKind,
    *,
    edition: int | None = None,
    region_code: str | None = None,
    codes: Iterable[str] | None = None,
) -> list[Outline]:
    """Return the outlines of the zones of a kind, sorted by name, each from the contour nearest to the edition.

    ``region_code`` and ``codes`` filter the result. Zones without a loaded contour are omitted. Kept until a territory
    is loaded: callers do not change them.
    """
    wanted = None if codes is None else frozenset(codes)
    key = CacheKey(territory_stamp(actor=NOBODY), EVERYBODY, (kind, edition, region_code, wanted))
    return _CACHE.get(key, lambda: _read_outlines(kind, edition, region_code, wanted))


def _read_outlines(
    kind: ZoneKind, edition: int | None, region_code: str | None, codes: frozenset[str] | None
) -> list[Outline]:
    zone_rows = zones_of_kind(kind, edition, region_code)
    if codes is not None:
        zone_rows = zone_rows.filter(code__in=codes)
    names = {zone.code: zone for zone in zone_rows.only("code", "name", "plain_name", "edition")}
    contour_by_code: dict[str, Contour] = {}
    for contour in Contour.objects.filter(kind=kind, code__in=names):
        current = contour_by_code.get(contour.code)
        if current is None or _distance(contour, names[contour.code]) < _distance(current, names[contour.code]):
            contour_by_code[contour.code] = contour
    ordered = sorted(contour_by_code.values(), key=lambda each: (names[each.code].plain_name, each.code))
    return [
        Outline(kind, each.code, names[each.code].name, [[(x, y) for x, y in ring] for ring in each.rings])
        for each in ordered
    ]


def _distance(contour: Contour, zone: Zone) -> tuple[int, int]:
    """Sort key: nearest edition first, then the newer one."""
    return abs(contour.edition - zone.edition), -contour.edition
