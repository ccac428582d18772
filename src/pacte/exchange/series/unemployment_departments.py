"""Unemployment rate by department, one value per school year (Insee)."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.exchange.series_definitions import UNEMPLOYMENT_RATE
from pacte.exchange.series_records import SeriesRow, SeriesSource, SeriesValue, series_value
from pacte.reference.records import ZoneKind


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    zone, year = row.zone("codeDepartement", ZoneKind.DEPARTMENT), row.year("rentreeScolaire")
    if (value := row.share("tauxChomage")) is not None:
        yield series_value(UNEMPLOYMENT_RATE.code, ZoneKind.DEPARTMENT, zone, year, value)


SOURCE = SeriesSource(
    code="unemployment_departments",
    label="Taux de chômage par département",
    headings=("codeDepartement", "libelleDepartement", "rentreeScolaire", "tauxChomage"),
    series=(UNEMPLOYMENT_RATE,),
    marks=marks,
)
