"""Regions, for one edition."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import REGION_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, ZoneKind, ZoneRow


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield ZoneRow(ZoneKind.REGION, line.code("code", REGION_CODE), line.edition, line.required_text("name"))


LAYOUT = FileLayout(
    code="regions",
    label="Régions",
    columns={"code": "code", "name": "nom", "seat": "chef_lieu", "part": "zone"},
    rows=_rows,
    load_order=0,
)
