"""Names of the zones d'emploi."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import ZONE_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, ZoneKind, ZoneRow


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield ZoneRow(
        ZoneKind.EMPLOYMENT_ZONE, line.code("code", ZONE_CODE), line.heading_year("code"), line.required_text("name")
    )


LAYOUT = FileLayout(
    code="employment_zones",
    label="Zones d’emploi",
    columns={"code": r"ze\d{4}", "name": r"libze\d{4}"},
    rows=_rows,
    vintage_column="code",
)
