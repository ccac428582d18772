"""EPCI of France, for one edition."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import EPCI_CODE, ZONE_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, ZoneKind, ZoneRow


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield ZoneRow(
        ZoneKind.EPCI,
        line.code("code", EPCI_CODE),
        line.edition,
        line.required_text("name"),
        nature=line.optional_code("nature", ZONE_CODE),
        population=line.integer("population"),
    )


LAYOUT = FileLayout(
    code="epci",
    label="EPCI de France",
    columns={
        "code": "code",
        "name": "nom",
        "nature": "type",
        "funding": "mode_financement",
        "population": "population_municipale",
    },
    rows=_rows,
    load_order=2,
)
