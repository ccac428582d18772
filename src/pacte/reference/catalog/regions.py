"""Regions, for one edition."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import REGION_CODE, Layout, Line
from pacte.reference.records import Row, ZoneKind, ZoneRow


def _rows(line: Line) -> Iterator[Row]:
    yield ZoneRow(ZoneKind.REGION, line.code("code", REGION_CODE), line.edition, line.name("name"))


LAYOUT = Layout(
    code="regions",
    label="Régions",
    columns={"code": "code", "name": "nom", "seat": "chef_lieu", "part": "zone"},
    rows=_rows,
    rank=0,
)
