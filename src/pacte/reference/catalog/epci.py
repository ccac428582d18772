"""EPCI of France, for one edition."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import EPCI_CODE, ZONE_CODE, Layout, Line
from pacte.reference.records import Row, ZoneKind, ZoneRow


def _rows(line: Line) -> Iterator[Row]:
    yield ZoneRow(
        ZoneKind.EPCI,
        line.code("code", EPCI_CODE),
        line.edition,
        line.name("name"),
        nature=line.optional("nature", ZONE_CODE),
        population=line.whole("population"),
    )


LAYOUT = Layout(
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
    rank=2,
)
