"""Arrondissements of the departments, for one edition."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import DEPARTMENT_CODE, REGION_CODE, ZONE_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, ZoneKind, ZoneRow


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield ZoneRow(
        ZoneKind.ARRONDISSEMENT,
        line.code("code", ZONE_CODE),
        line.edition,
        line.required_text("name"),
        region_code=line.optional_code("region", REGION_CODE),
        department_code=line.code("department", DEPARTMENT_CODE),
    )


LAYOUT = FileLayout(
    code="arrondissements",
    label="Arrondissements",
    columns={
        "code": "code",
        "name": "nom",
        "department": "departement",
        "region": "region",
        "seat": "chef_lieu",
    },
    rows=_rows,
    load_order=0,
)
