"""Insee, code officiel géographique: yearly list of communes (v_commune)."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import (
    COMMUNE_CODE,
    DEPARTMENT_CODE,
    REGION_CODE,
    ZONE_CODE,
    BadCell,
    Layout,
    Line,
)
from pacte.reference.records import ChangeRow, Row, ZoneKind, ZoneRow

PARTS = ("COMA", "COMD", "ARM")


def _rows(line: Line) -> Iterator[Row]:
    kind = line.name("type")
    code = line.code("code", COMMUNE_CODE)
    if kind == "COM":
        yield ZoneRow(
            ZoneKind.COMMUNE,
            code,
            line.edition,
            line.name("name"),
            region_code=line.code("region", REGION_CODE),
            department_code=line.code("department", DEPARTMENT_CODE),
            arrondissement_code=line.optional("arrondissement", ZONE_CODE),
        )
    elif kind in PARTS:
        parent = line.code("parent", COMMUNE_CODE)
        if parent != code:
            yield ChangeRow(code, parent, line.edition)
    else:
        raise BadCell(line.heading("type"), f"«\u202f{kind[:40]}\u202f» n’est pas un type de commune connu.")


LAYOUT = Layout(
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
    rank=2,
)
