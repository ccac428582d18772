"""Insee, table d'appartenance: every commune with its department, EPCI, zone d'emploi and bassin de vie."""

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
from pacte.reference.records import Row, ZoneKind, ZoneMembershipRow, ZoneRow

NO_EPCI = "ZZZZZZZZZ"
OUTSIDE = "ZZZZZ"


def _rows(line: OfficialLine) -> Iterator[Row]:
    code = line.code("code", COMMUNE_CODE)
    no_epci = line.cells.get("epci") in (NO_EPCI, OUTSIDE)
    yield ZoneRow(
        ZoneKind.COMMUNE,
        code,
        line.edition,
        line.required_text("name"),
        region_code=line.code("region", REGION_CODE),
        department_code=line.code("department", DEPARTMENT_CODE),
        arrondissement_code=line.optional_code("arrondissement", ZONE_CODE),
        epci_code="" if no_epci else line.optional_code("epci", EPCI_CODE),
    )
    for kind, column in ((ZoneKind.EMPLOYMENT_ZONE, "employment_zone"), (ZoneKind.LIVING_AREA, "living_area")):
        zone = line.optional_code(column, ZONE_CODE)
        if zone and zone != OUTSIDE:
            yield ZoneRow(kind, zone, line.heading_year(column))
            yield ZoneMembershipRow(kind, line.heading_year(column), code, zone)


LAYOUT = FileLayout(
    code="membership_table",
    label="Table d’appartenance des communes (Insee)",
    columns={
        "code": "codgeo",
        "name": "libgeo",
        "department": "dep",
        "region": "reg",
        "epci": "epci",
        "employment_zone": r"ze\d{4}",
    },
    optional={"arrondissement": "arr", "living_area": r"bv\d{4}"},
    rows=_rows,
    load_order=4,
)
