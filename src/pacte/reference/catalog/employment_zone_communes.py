"""Insee workbook of the zones d’emploi: each commune with the code and name of its zone."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, ZONE_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, ZoneKind, ZoneMembershipRow, ZoneRow


def _rows(line: OfficialLine) -> Iterator[Row]:
    code, year = line.code("code", ZONE_CODE), line.heading_year("code")
    yield ZoneRow(ZoneKind.EMPLOYMENT_ZONE, code, year, line.required_text("name"))
    yield ZoneMembershipRow(ZoneKind.EMPLOYMENT_ZONE, year, line.code("commune", COMMUNE_CODE), code)


LAYOUT = FileLayout(
    code="employment_zone_communes",
    label="Zones d’emploi par commune",
    columns={"commune": "codgeo", "commune_name": "libgeo", "code": r"ze\d{4}", "name": r"libze\d{4}"},
    rows=_rows,
    load_order=4,
    vintage_column="code",
    excluded_headings=("epci",),
)
