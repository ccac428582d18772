"""Insee: municipal population of the communes, one column per census reference year (p13_pop … p21_pop)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, FileLayout, OfficialLine, find_year
from pacte.reference.records import PopulationRow, Row, ZoneKind

POPULATION = re.compile(r"p\d\d_pop")


def _rows(line: OfficialLine) -> Iterator[Row]:
    code = line.code("code", COMMUNE_CODE)
    for column in line.cells:
        year = find_year(line.heading(column)) if column == "first" or POPULATION.fullmatch(column) else None
        count = line.integer(column) if year else None
        if year and count is not None:
            yield PopulationRow(ZoneKind.COMMUNE, code, year, count)


LAYOUT = FileLayout(
    code="census_population",
    label="Populations municipales des communes (Insee)",
    columns={"code": "codgeo", "name": "libgeo", "first": r"p\d\d_pop"},
    rows=_rows,
)
