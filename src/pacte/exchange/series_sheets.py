"""Sheets of series that several sources fill. Pure."""

from __future__ import annotations

from pacte.indicators.records import Direction
from pacte.indicators.records.sheet import SeriesGiven

UNEMPLOYMENT_RATE = SeriesGiven(
    code="unemployment_rate",
    label="Taux de chômage",
    question="Quelle part des actifs est au chômage ?",
    unit="%",
    entity="taux de chômage localisé, au sens du BIT",
    source="Insee, taux de chômage localisés",
    owner="observatoire",
    producer="Insee",
    licence="Licence Ouverte (Etalab)",
    url="https://www.insee.fr/fr/statistiques/series/102760732",
    theme="unemployment",
    direction=Direction.FALLING,
    delay_months=3,
    note="Le fichier rattache chaque taux à une rentrée scolaire, sans dire le trimestre.",
)
