"""Departments, for one edition."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import DEPARTMENT_CODE, REGION_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, ZoneKind, ZoneRow


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield ZoneRow(
        ZoneKind.DEPARTMENT,
        line.code("code", DEPARTMENT_CODE),
        line.edition,
        line.required_text("name"),
        region_code=line.optional_code("region", REGION_CODE),
    )


LAYOUT = FileLayout(
    code="departments",
    label="Départements",
    columns={"code": "code", "name": "nom", "region": "region", "seat": "chef_lieu", "part": "zone"},
    rows=_rows,
    load_order=0,
)
