"""Names of the living areas (bassins de vie): the name of their central commune."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import ZONE_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, ZoneKind, ZoneRow

OUTSIDE = "ZZZZZ"


def _rows(line: OfficialLine) -> Iterator[Row]:
    code = line.code("code", ZONE_CODE)
    if code != OUTSIDE:
        yield ZoneRow(ZoneKind.LIVING_AREA, code, line.heading_year("code"), line.text("name"))


LAYOUT = FileLayout(
    code="living_areas",
    label="Bassins de vie",
    columns={"code": r"bv\d{4}", "name": r"nom_pole|libbv\d{4}"},
    rows=_rows,
    vintage_column="code",
)
