"""Social indicators of departments around 2020: poverty, income, young people without a diploma, density."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pacte.exchange.series_records import SeriesRow, SeriesSource, SeriesValue, series_value, year_period
from pacte.indicators.records import Direction
from pacte.indicators.records.series_input import SeriesInput
from pacte.reference.records import ZoneKind

_POVERTY = SeriesInput(
    code="poverty_rate",
    label="Taux de pauvreté",
    question="Quelle part des habitants vit sous le seuil de pauvreté ?",
    unit="%",
    entity="habitant sous 60 % du niveau de vie médian",
    source="Insee, Filosofi",
    owner="observatoire",
    producer="Insee",
    licence="Licence Ouverte (Etalab)",
    theme="social",
    direction=Direction.FALLING,
    delay_months=24,
    note="Années 2018 à 2020 selon l’indicateur ; le fichier ne les porte pas, 2020 est écrit.",
)
_SHARES = {
    "taux_pauvrete_60": _POVERTY,
    "part_non_diplomes": replace(
        _POVERTY,
        code="without_diploma_share",
        label="Jeunes sans diplôme",
        question="Quelle part des jeunes est sans diplôme ?",
        source="Insee, recensement",
        entity="jeune de 15 à 24 ans non scolarisé, sans diplôme",
    ),
    "part_moins_25_ans": replace(
        _POVERTY,
        code="under_25_share",
        label="Moins de 25 ans",
        source="Insee, recensement",
        question="Quelle part des habitants a moins de 25 ans ?",
        entity="habitant de moins de 25 ans",
        direction=Direction.NEITHER,
    ),
}
_AMOUNTS = {
    "niveau_vie_median": replace(
        _POVERTY,
        code="median_income",
        label="Niveau de vie médian",
        unit="€ par an",
        question="De combien vit un habitant sur deux, au plus ?",
        direction=Direction.RISING,
        entity="niveau de vie annuel médian",
    ),
    "densite_population": replace(
        _POVERTY,
        code="density",
        label="Densité",
        unit="habitants par km²",
        question="Combien d’habitants au kilomètre carré ?",
        source="Insee, recensement",
        entity="habitants rapportés à la surface",
        direction=Direction.NEITHER,
    ),
}


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    zone = row.zone("code_departement", ZoneKind.DEPARTMENT)
    for heading, definition in _SHARES.items():
        if (value := row.share(heading)) is not None:
            yield series_value(definition.code, ZoneKind.DEPARTMENT, zone, year_period(2020), value)
    for heading, definition in _AMOUNTS.items():
        if (value := row.count(heading)) is not None:
            yield series_value(definition.code, ZoneKind.DEPARTMENT, zone, year_period(2020), value)


SOURCE = SeriesSource(
    code="social_departments",
    label="Indicateurs sociaux des départements",
    headings=("code_departement", "nom_departement", *_SHARES, *_AMOUNTS),
    series=(*_SHARES.values(), *_AMOUNTS.values()),
    marks=marks,
)
