"""Municipal population by commune and year (Insee, census)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.exchange.series_definitions import POPULATION
from pacte.exchange.series_records import (
    SeriesRow,
    SeriesSource,
    SeriesValue,
    series_heading_key,
    series_value,
    year_period,
)
from pacte.reference.records import ZoneKind


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    commune = row.zone("codgeo", ZoneKind.COMMUNE)
    for heading in row.headings:
        year_match = re.fullmatch(_YEAR, series_heading_key(heading))
        if year_match and (value := row.count(heading)) is not None:
            year = int(year_match[1] or year_match[2])
            yield series_value(
                POPULATION.code, ZoneKind.COMMUNE, commune, year_period(year if year > 99 else 2000 + year), value
            )


# « p21_pop » in zone files; « PMUN2021 » or « PMUN21 » in census files since 2006.
_YEAR = r"p(\d\d) pop|pmun(\d\d|20\d\d)"

SOURCE = SeriesSource(
    code="population_communes",
    label="Population municipale par commune",
    headings=("codgeo", "libgeo"),
    series=(POPULATION,),
    marks=marks,
    one_of=_YEAR,
    breaks=((POPULATION.code, date(2018, 1, 1), "Nouveau questionnaire du recensement : moins de doubles comptes."),),
)
