"""Values missing from communes, found in other rows: position and postal codes of the nearest edition, region.

Rows are matched here rather than in one UPDATE: right after a bulk load the planner has no statistics on the new rows,
and a self-join took minutes in one test.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q

from pacte.reference.models import Zone
from pacte.reference.records import ZoneKind, ZoneRow

_KnownValues = tuple[int, float | None, float | None, list[str]]


def missing_commune_values(editions: Iterable[int]) -> Iterator[ZoneRow]:
    """Yield, for each commune of these editions that lacks values, a row with the values of another edition."""
    communes = Zone.objects.filter(kind=ZoneKind.COMMUNE)
    incomplete_zones = communes.filter(edition__in=set(editions)).filter(
        Q(latitude=None) | Q(postal_codes=[]) | Q(region_code="")
    )
    incomplete = list(
        incomplete_zones.values_list("code", "edition", "department_code", "latitude", "postal_codes", "region_code")
    )
    if not incomplete:
        return
    values_by_code = _values_by_code({code for code, *_ in incomplete})
    regions = _region_by_department()
    for code, edition, department, latitude, postal_codes, region in incomplete:
        row = ZoneRow(ZoneKind.COMMUNE, code, edition, region_code="" if region else regions.get(department, ""))
        nearest = sorted(values_by_code.get(code, ()), key=lambda each: (abs(each[0] - edition), -each[0]))
        place = next((each for each in nearest if each[1] is not None), None) if latitude is None else None
        if place:
            row = row._replace(latitude=place[1], longitude=place[2])
        postal = next((each for each in nearest if each[3]), None) if not postal_codes else None
        if postal:
            row = row._replace(postal_codes=" ".join(postal[3]))
        if place or postal or row.region_code:
            yield row


def _values_by_code(codes: set[str]) -> dict[str, list[_KnownValues]]:
    values_by_code: dict[str, list[_KnownValues]] = defaultdict(list)
    candidates = Zone.objects.filter(kind=ZoneKind.COMMUNE).exclude(Q(latitude=None) & Q(postal_codes=[]))
    rows = candidates.values_list("code", "edition", "latitude", "longitude", "postal_codes")
    for code, edition, latitude, longitude, postal_codes in rows.iterator(10_000):
        if code in codes:
            values_by_code[code].append((edition, latitude, longitude, postal_codes))
    return values_by_code


def _region_by_department() -> dict[str, str]:
    """Return the region of each department; the newest edition wins."""
    departments = Zone.objects.filter(kind=ZoneKind.DEPARTMENT).exclude(region_code="").order_by("edition")
    return dict(departments.values_list("code", "region_code"))
