"""Unemployment rate by region, one value per school year (Insee)."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.exchange.series_definitions import UNEMPLOYMENT_RATE
from pacte.exchange.series_records import SeriesRow, SeriesSource, SeriesValue, series_value
from pacte.reference.records import ZoneKind


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    zone, year = row.zone("codeRegion", ZoneKind.REGION), row.year("rentreeScolaire")
    if (value := row.share("tauxChomage")) is not None:
        yield series_value(UNEMPLOYMENT_RATE.code, ZoneKind.REGION, zone, year, value)


SOURCE = SeriesSource(
    code="unemployment_regions",
    label="Taux de chômage par région",
    headings=("codeRegion", "rentreeScolaire", "tauxChomage"),
    series=(UNEMPLOYMENT_RATE,),
    marks=marks,
)
