"""ANCT: communes in a rural revitalisation zone (C: full, PC: partial, NC: not included)."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, BadCell, Layout, Line
from pacte.reference.records import MemberRow, Row, ZoneKind, ZoneRow

STATUSES = {"C": "Classée", "PC": "Partiellement classée", "NC": "Non classée"}


def _rows(line: Line) -> Iterator[Row]:
    status = line.name("status")
    if status not in STATUSES:
        raise BadCell(line.heading("status"), f"«\u202f{status[:40]}\u202f» n’est ni C, ni PC, ni NC.")
    commune = line.code("code", COMMUNE_CODE)
    yield ZoneRow(ZoneKind.RURAL_REVITALISATION, status, line.edition, STATUSES[status])
    yield MemberRow(ZoneKind.RURAL_REVITALISATION, line.edition, commune, status)


LAYOUT = Layout(
    code="rural_revitalisation",
    label="Zones de revitalisation rurale par commune",
    columns={"code": "insee_code", "status": "status"},
    rows=_rows,
)
