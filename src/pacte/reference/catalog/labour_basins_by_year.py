"""France Travail: communes of the BMO labour basins (bassins d'emploi), with the year in the heading (BE19)."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, ZONE_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, ZoneKind, ZoneMembershipRow, ZoneRow


def _rows(line: OfficialLine) -> Iterator[Row]:
    code, year = line.code("code", ZONE_CODE), line.heading_year("code")
    yield ZoneRow(ZoneKind.LABOUR_BASIN, code, year, line.required_text("name"))
    yield ZoneMembershipRow(ZoneKind.LABOUR_BASIN, year, line.code("commune", COMMUNE_CODE), code)


LAYOUT = FileLayout(
    code="labour_basins_by_year",
    label="Bassins d’emploi BMO par commune",
    columns={"commune": "code_commune_insee", "code": r"be\d\d", "name": r"nombe\d\d"},
    rows=_rows,
    vintage_column="code",
)
