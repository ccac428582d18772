"""Insee workbook of the zones d’emploi: each commune with the code and name of its zone."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, ZONE_CODE, Layout, Line
from pacte.reference.records import MemberRow, Row, ZoneKind, ZoneRow


def _rows(line: Line) -> Iterator[Row]:
    code, year = line.code("code", ZONE_CODE), line.heading_year("code")
    yield ZoneRow(ZoneKind.EMPLOYMENT_ZONE, code, year, line.name("name"))
    yield MemberRow(ZoneKind.EMPLOYMENT_ZONE, year, line.code("commune", COMMUNE_CODE), code)


LAYOUT = Layout(
    code="employment_zone_communes",
    label="Zones d’emploi par commune",
    columns={"commune": "codgeo", "commune_name": "libgeo", "code": r"ze\d{4}", "name": r"libze\d{4}"},
    rows=_rows,
    rank=4,
    vintage_column="code",
    without=("epci",),
)
