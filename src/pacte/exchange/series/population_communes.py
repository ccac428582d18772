"""Municipal population by commune and year (Insee, census)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.exchange.series_records import Line, Mark, SeriesSource, heading_key, mark, year_of
from pacte.exchange.series_sheets import POPULATION
from pacte.reference.records import ZoneKind


def marks(line: Line) -> Iterator[Mark]:
    commune = line.zone("codgeo", ZoneKind.COMMUNE)
    for heading in line.headings:
        told = re.fullmatch(_YEAR, heading_key(heading))
        if told and (value := line.count(heading)) is not None:
            year = int(told[1] or told[2])
            yield mark(POPULATION.code, ZoneKind.COMMUNE, commune, year_of(year if year > 99 else 2000 + year), value)


# « p21_pop » in zone files; « PMUN2021 » or « PMUN21 » in census files since 2006.
_YEAR = r"p(\d\d) pop|pmun(\d\d|20\d\d)"

SOURCE = SeriesSource(
    code="population_communes",
    label="Population municipale par commune",
    headings=("codgeo", "libgeo"),
    sheets=(POPULATION,),
    marks=marks,
    one_of=_YEAR,
    breaks=((POPULATION.code, date(2018, 1, 1), "Nouveau questionnaire du recensement : moins de doubles comptes."),),
)
