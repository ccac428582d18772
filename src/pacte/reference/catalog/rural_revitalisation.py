"""ANCT: communes in a rural revitalisation zone (C: full, PC: partial, NC: not included)."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, FileLayout, InvalidCell, OfficialLine
from pacte.reference.records import Row, ZoneKind, ZoneMembershipRow, ZoneRow

STATUSES = {"C": "Classée", "PC": "Partiellement classée", "NC": "Non classée"}


def _rows(line: OfficialLine) -> Iterator[Row]:
    status = line.required_text("status")
    if status not in STATUSES:
        raise InvalidCell(line.heading("status"), f"«\u202f{status[:40]}\u202f» n’est ni C, ni PC, ni NC.")
    commune = line.code("code", COMMUNE_CODE)
    yield ZoneRow(ZoneKind.RURAL_REVITALISATION, status, line.edition, STATUSES[status])
    yield ZoneMembershipRow(ZoneKind.RURAL_REVITALISATION, line.edition, commune, status)


LAYOUT = FileLayout(
    code="rural_revitalisation",
    label="Zones de revitalisation rurale par commune",
    columns={"code": "insee_code", "status": "status"},
    rows=_rows,
)
