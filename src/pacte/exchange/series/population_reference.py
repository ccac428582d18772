"""Reference populations by commune, one row per measure and year, in the format of the Insee data catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.exchange.series_records import Line, Mark, SeriesSource, mark
from pacte.exchange.series_sheets import POPULATION
from pacte.reference.records import ZoneKind


def marks(line: Line) -> Iterator[Mark]:
    """Yields the municipal population of communes; departments, regions and other measures are ignored."""
    if line.text("GEO_OBJECT") != "COM" or line.text("POPREF_MEASURE") != "PMUN":
        return
    if (value := line.count("OBS_VALUE")) is not None:
        yield mark(
            POPULATION.code, ZoneKind.COMMUNE, line.zone("GEO", ZoneKind.COMMUNE), line.year("TIME_PERIOD"), value
        )


SOURCE = SeriesSource(
    code="population_reference",
    label="Populations de référence par commune",
    headings=("GEO", "GEO_OBJECT", "POPREF_MEASURE", "TIME_PERIOD", "OBS_VALUE"),
    sheets=(POPULATION,),
    marks=marks,
    breaks=((POPULATION.code, date(2018, 1, 1), "Nouveau questionnaire du recensement : moins de doubles comptes."),),
)
