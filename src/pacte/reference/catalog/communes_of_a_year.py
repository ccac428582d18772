"""Communes of France for one edition, with delegated and associated communes and municipal arrondissements."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import (
    COMMUNE_CODE,
    DEPARTMENT_CODE,
    EPCI_CODE,
    REGION_CODE,
    ZONE_CODE,
    Layout,
    Line,
)
from pacte.reference.records import ChangeRow, Row, ZoneKind, ZoneRow

PRESENT = "commune-actuelle"
# In degrees. Some town halls are geocoded in another commune: beyond this, the inner point is more reliable.
FARTHEST_HALL = 0.06


def _rows(line: Line) -> Iterator[Row]:
    code = line.code("code", COMMUNE_CODE)
    if line.name("type") != PRESENT:
        parent = line.code("parent", COMMUNE_CODE)
        if parent != code:
            yield ChangeRow(code, parent, line.edition)
        return
    latitude, longitude = _point(line)
    yield ZoneRow(
        ZoneKind.COMMUNE,
        code,
        line.edition,
        line.name("name"),
        region_code=line.optional("region", REGION_CODE),
        department_code=line.code("department", DEPARTMENT_CODE),
        arrondissement_code=line.optional("arrondissement", ZONE_CODE),
        epci_code=line.optional("epci", EPCI_CODE),
        population=line.whole("population"),
        latitude=latitude,
        longitude=longitude,
        postal_codes=line.text("postal_codes"),
    )


def _point(line: Line) -> tuple[float | None, float | None]:
    """Return the town hall position, or the inner point when the hall is unknown or too far from it."""
    latitude, longitude = line.degrees("hall_latitude", 90), line.degrees("hall_longitude", 180)
    inside = line.degrees("latitude", 90), line.degrees("longitude", 180)
    if latitude is None or longitude is None:
        return inside
    if inside[0] is None or inside[1] is None:
        return latitude, longitude
    far = max(abs(latitude - inside[0]), abs(longitude - inside[1])) > FARTHEST_HALL
    return inside if far else (latitude, longitude)


LAYOUT = Layout(
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
    rank=2,
)
