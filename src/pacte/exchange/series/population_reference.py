"""Reference populations by commune, one row per measure and year, in the format of the Insee data catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.exchange.series_definitions import POPULATION
from pacte.exchange.series_records import SeriesRow, SeriesSource, SeriesValue, series_value
from pacte.reference.records import ZoneKind


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    """Yields the municipal population of communes; departments, regions and other measures are ignored."""
    if row.text("GEO_OBJECT") != "COM" or row.text("POPREF_MEASURE") != "PMUN":
        return
    if (value := row.count("OBS_VALUE")) is not None:
        yield series_value(
            POPULATION.code, ZoneKind.COMMUNE, row.zone("GEO", ZoneKind.COMMUNE), row.year("TIME_PERIOD"), value
        )


SOURCE = SeriesSource(
    code="population_reference",
    label="Populations de référence par commune",
    headings=("GEO", "GEO_OBJECT", "POPREF_MEASURE", "TIME_PERIOD", "OBS_VALUE"),
    series=(POPULATION,),
    marks=marks,
    # Published at the end of December, two years after the year that it describes (Insee).
    published_every_months=12,
    published_after_months=24,
    breaks=((POPULATION.code, date(2018, 1, 1), "Nouveau questionnaire du recensement : moins de doubles comptes."),),
)
