"""Departments, for one edition."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import DEPARTMENT_CODE, REGION_CODE, Layout, Line
from pacte.reference.records import Row, ZoneKind, ZoneRow


def _rows(line: Line) -> Iterator[Row]:
    yield ZoneRow(
        ZoneKind.DEPARTMENT,
        line.code("code", DEPARTMENT_CODE),
        line.edition,
        line.name("name"),
        region_code=line.optional("region", REGION_CODE),
    )


LAYOUT = Layout(
    code="departments",
    label="Départements",
    columns={"code": "code", "name": "nom", "region": "region", "seat": "chef_lieu", "part": "zone"},
    rows=_rows,
    rank=0,
)
