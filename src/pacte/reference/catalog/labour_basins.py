"""France Travail: communes of the BMO labour basins (bassins d'emploi), column « codbe »."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, ZONE_CODE, Layout, Line
from pacte.reference.records import MemberRow, Row, ZoneKind, ZoneRow


def _rows(line: Line) -> Iterator[Row]:
    code = line.code("code", ZONE_CODE)
    yield ZoneRow(ZoneKind.LABOUR_BASIN, code, line.edition, line.name("name"))
    yield MemberRow(ZoneKind.LABOUR_BASIN, line.edition, line.code("commune", COMMUNE_CODE), code)


LAYOUT = Layout(
    code="labour_basins",
    label="Bassins d’emploi BMO par commune",
    columns={"commune": "codgeo", "code": "codbe", "name": "libbe"},
    rows=_rows,
)
