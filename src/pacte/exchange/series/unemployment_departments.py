"""Unemployment rate by department, one value per school year (Insee)."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.exchange.series_records import Line, Mark, SeriesSource, mark
from pacte.exchange.series_sheets import UNEMPLOYMENT_RATE
from pacte.reference.records import ZoneKind


def marks(line: Line) -> Iterator[Mark]:
    zone, year = line.zone("codeDepartement", ZoneKind.DEPARTMENT), line.year("rentreeScolaire")
    if (value := line.share("tauxChomage")) is not None:
        yield mark(UNEMPLOYMENT_RATE.code, ZoneKind.DEPARTMENT, zone, year, value)


SOURCE = SeriesSource(
    code="unemployment_departments",
    label="Taux de chômage par département",
    headings=("codeDepartement", "libelleDepartement", "rentreeScolaire", "tauxChomage"),
    sheets=(UNEMPLOYMENT_RATE,),
    marks=marks,
)
