"""Unemployment rate by region, one value per school year (Insee)."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.exchange.series_records import Line, Mark, SeriesSource, mark
from pacte.exchange.series_sheets import UNEMPLOYMENT_RATE
from pacte.reference.records import ZoneKind


def marks(line: Line) -> Iterator[Mark]:
    zone, year = line.zone("codeRegion", ZoneKind.REGION), line.year("rentreeScolaire")
    if (value := line.share("tauxChomage")) is not None:
        yield mark(UNEMPLOYMENT_RATE.code, ZoneKind.REGION, zone, year, value)


SOURCE = SeriesSource(
    code="unemployment_regions",
    label="Taux de chômage par région",
    headings=("codeRegion", "rentreeScolaire", "tauxChomage"),
    sheets=(UNEMPLOYMENT_RATE,),
    marks=marks,
)
