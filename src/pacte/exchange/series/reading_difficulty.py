"""Young people who read with difficulty, by department (DEPP, « journée défense et citoyenneté » 2020)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.exchange.series_records import SeriesRow, SeriesSource, SeriesValue, series_value, year_period
from pacte.indicators.records import Direction
from pacte.indicators.records.series_input import SeriesInput
from pacte.reference.records import ZoneKind

_SHARE = SeriesInput(
    code="reading_difficulty",
    label="Jeunes en difficulté de lecture",
    unit="%",
    question="Quelle part des jeunes lit avec difficulté ?",
    entity="jeune de 16 à 25 ans testé à la journée défense et citoyenneté",
    source="DEPP, note 21.27, JDC 2020",
    owner="observatoire",
    producer="DEPP",
    licence="Licence Ouverte (Etalab)",
    url="https://www.education.gouv.fr/journee-defense-et-citoyennete-2020",
    theme="reading",
    direction=Direction.FALLING,
    delay_months=7,
)


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    zone = row.zone("departement", ZoneKind.DEPARTMENT)
    if (value := row.share("pct_jeunes_difficulte_lecture")) is not None:
        yield series_value(_SHARE.code, ZoneKind.DEPARTMENT, zone, year_period(2020), value)


SOURCE = SeriesSource(
    code="reading_difficulty",
    label="Difficulté de lecture des jeunes (JDC)",
    headings=("departement", "nom", "pct_jeunes_difficulte_lecture"),
    series=(_SHARE,),
    marks=marks,
    breaks=((_SHARE.code, date(2020, 1, 1), "Crise sanitaire : une partie des journées de 2020 n’a pas eu lieu."),),
)
