"""Unemployment rate by department in 2020, all ages and 15 to 24 (Insee, census)."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.exchange.series_records import SeriesRow, SeriesSource, SeriesValue, series_value, year_period
from pacte.indicators.records import Direction
from pacte.indicators.records.series_input import SeriesInput
from pacte.reference.records import ZoneKind

_RATE = SeriesInput(
    code="unemployment_rate_2020",
    label="Taux de chômage en 2020, ensemble et 15-24 ans",
    unit="%",
    question="Quelle part des actifs, et des jeunes actifs, est au chômage ?",
    entity="taux de chômage du département",
    source="Insee, La France et ses territoires 2021",
    owner="observatoire",
    producer="Insee",
    licence="Licence Ouverte (Etalab)",
    theme="unemployment",
    direction=Direction.FALLING,
    delay_months=12,
)


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    zone = row.zone("code", ZoneKind.DEPARTMENT)
    for heading, split, label in (
        ("taux_chomage_2020", "", ""),
        ("taux_chomage_15_24_2020", "age:15-24", "15 à 24 ans"),
    ):
        if (value := row.share(heading)) is not None:
            yield series_value(
                _RATE.code, ZoneKind.DEPARTMENT, zone, year_period(2020), value, split=split, label=label
            )


SOURCE = SeriesSource(
    code="unemployment_young",
    label="Taux de chômage 2020 par département et des jeunes",
    headings=("code", "nom", "taux_chomage_2020", "taux_chomage_15_24_2020"),
    series=(_RATE,),
    marks=marks,
)
