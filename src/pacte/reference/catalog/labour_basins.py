"""France Travail: communes of the BMO labour basins (bassins d'emploi), column « codbe »."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, ZONE_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, ZoneKind, ZoneMembershipRow, ZoneRow


def _rows(line: OfficialLine) -> Iterator[Row]:
    code = line.code("code", ZONE_CODE)
    yield ZoneRow(ZoneKind.LABOUR_BASIN, code, line.edition, line.required_text("name"))
    yield ZoneMembershipRow(ZoneKind.LABOUR_BASIN, line.edition, line.code("commune", COMMUNE_CODE), code)


LAYOUT = FileLayout(
    code="labour_basins",
    label="Bassins d’emploi BMO par commune",
    columns={"commune": "codgeo", "code": "codbe", "name": "libbe"},
    rows=_rows,
)
