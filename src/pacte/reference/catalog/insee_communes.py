"""Insee, code officiel géographique: yearly list of communes (v_commune)."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import (
    COMMUNE_CODE,
    DEPARTMENT_CODE,
    REGION_CODE,
    ZONE_CODE,
    FileLayout,
    InvalidCell,
    OfficialLine,
)
from pacte.reference.records import CodeChangeRow, Row, ZoneKind, ZoneRow

PART_TYPES = ("COMA", "COMD", "ARM")


def _rows(line: OfficialLine) -> Iterator[Row]:
    kind = line.required_text("type")
    code = line.code("code", COMMUNE_CODE)
    if kind == "COM":
        yield ZoneRow(
            ZoneKind.COMMUNE,
            code,
            line.edition,
            line.required_text("name"),
            region_code=line.code("region", REGION_CODE),
            department_code=line.code("department", DEPARTMENT_CODE),
            arrondissement_code=line.optional_code("arrondissement", ZONE_CODE),
        )
    elif kind in PART_TYPES:
        parent = line.code("parent", COMMUNE_CODE)
        if parent != code:
            yield CodeChangeRow(code, parent, line.edition)
    else:
        raise InvalidCell(line.heading("type"), f"«\u202f{kind[:40]}\u202f» n’est pas un type de commune connu.")


LAYOUT = FileLayout(
    code="insee_communes",
    label="Communes (Insee, v_commune)",
    columns={
        "type": "typecom",
        "code": "com",
        "region": "reg",
        "department": "dep",
        "arrondissement": "arr",
        "name": "libelle",
        "parent": "comparent",
    },
    rows=_rows,
    load_order=2,
)
