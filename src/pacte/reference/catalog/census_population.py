"""Insee: municipal population of the communes, one column per census reference year (p13_pop … p21_pop)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, Layout, Line, year_in
from pacte.reference.records import PopulationRow, Row, ZoneKind

POPULATION = re.compile(r"p\d\d_pop")


def _rows(line: Line) -> Iterator[Row]:
    code = line.code("code", COMMUNE_CODE)
    for column in line.cells:
        year = year_in(line.heading(column)) if column == "first" or POPULATION.fullmatch(column) else None
        count = line.whole(column) if year else None
        if year and count is not None:
            yield PopulationRow(ZoneKind.COMMUNE, code, year, count)


LAYOUT = Layout(
    code="census_population",
    label="Populations municipales des communes (Insee)",
    columns={"code": "codgeo", "name": "libgeo", "first": r"p\d\d_pop"},
    rows=_rows,
)
