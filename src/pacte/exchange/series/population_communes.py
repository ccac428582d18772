"""Municipal population by commune and year (Insee, census)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.exchange.series_records import Line, Mark, SeriesSource, mark, year_of
from pacte.indicators.records.sheet import SeriesGiven
from pacte.reference.records import ZoneKind

_PEOPLE = SeriesGiven(
    code="population",
    label="Population municipale",
    question="Combien d’habitants ?",
    unit="habitants",
    entity="habitant, population municipale",
    source="Insee, recensement",
    owner="observatoire",
    producer="Insee",
    licence="Licence Ouverte (Etalab)",
    url="https://www.insee.fr/fr/statistiques/3698339",
    theme="population",
    is_additive=True,
    delay_months=24,
    note="Le recensement court sur cinq ans : l’Insee demande de comparer des années éloignées de cinq ans.",
)


def marks(line: Line) -> Iterator[Mark]:
    commune = line.zone("codgeo", ZoneKind.COMMUNE)
    for heading in line.headings:
        year = re.fullmatch(r"p(\d\d)_pop", heading)
        if year and (value := line.count(heading)) is not None:
            yield mark(_PEOPLE.code, ZoneKind.COMMUNE, commune, year_of(2000 + int(year[1])), value)


SOURCE = SeriesSource(
    code="population_communes",
    label="Population municipale par commune",
    headings=("codgeo", "libgeo", "p21_pop"),
    sheets=(_PEOPLE,),
    marks=marks,
    breaks=((_PEOPLE.code, date(2018, 1, 1), "Nouveau questionnaire du recensement : moins de doubles comptes."),),
)
