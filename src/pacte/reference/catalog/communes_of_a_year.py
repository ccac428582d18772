"""Communes of France for one edition, with delegated and associated communes and municipal arrondissements."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import (
    COMMUNE_CODE,
    DEPARTMENT_CODE,
    EPCI_CODE,
    REGION_CODE,
    ZONE_CODE,
    FileLayout,
    OfficialLine,
)
from pacte.reference.records import CodeChangeRow, Row, ZoneKind, ZoneRow

CURRENT_TYPE = "commune-actuelle"
# In degrees. Some town halls are geocoded in another commune: beyond this, the inner point is more reliable.
MAX_TOWN_HALL_DEGREES = 0.06


def _rows(line: OfficialLine) -> Iterator[Row]:
    code = line.code("code", COMMUNE_CODE)
    if line.required_text("type") != CURRENT_TYPE:
        parent = line.code("parent", COMMUNE_CODE)
        if parent != code:
            yield CodeChangeRow(code, parent, line.edition)
        return
    latitude, longitude = _locate(line)
    yield ZoneRow(
        ZoneKind.COMMUNE,
        code,
        line.edition,
        line.required_text("name"),
        region_code=line.optional_code("region", REGION_CODE),
        department_code=line.code("department", DEPARTMENT_CODE),
        arrondissement_code=line.optional_code("arrondissement", ZONE_CODE),
        epci_code=line.optional_code("epci", EPCI_CODE),
        population=line.integer("population"),
        latitude=latitude,
        longitude=longitude,
        postal_codes=line.text("postal_codes"),
    )


def _locate(line: OfficialLine) -> tuple[float | None, float | None]:
    """Return the town hall position, or the inner point when the hall is unknown or too far from it."""
    latitude, longitude = line.degrees("hall_latitude", 90), line.degrees("hall_longitude", 180)
    inside = line.degrees("latitude", 90), line.degrees("longitude", 180)
    if latitude is None or longitude is None:
        return inside
    if inside[0] is None or inside[1] is None:
        return latitude, longitude
    is_far = max(abs(latitude - inside[0]), abs(longitude - inside[1])) > MAX_TOWN_HALL_DEGREES
    return inside if is_far else (latitude, longitude)


LAYOUT = FileLayout(
    code="communes_of_a_year",
    label="Communes de France (code officiel géographique)",
    columns={
        "code": "code_insee",
        "name": "nom",
        "type": "type",
        "parent": "commune_parente",
        "department": "departement",
        "region": "region",
    },
    optional={
        "arrondissement": "arrondissement",
        "epci": "epci",
        "population": "population",
        "postal_codes": "codes_postaux",
        "hall_latitude": "mairie_lat",
        "hall_longitude": "mairie_lon",
        "latitude": "point_lat",
        "longitude": "point_lon",
    },
    rows=_rows,
    load_order=2,
)
