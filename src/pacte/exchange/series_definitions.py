"""Definitions of series that several sources provide. Pure."""

from dataclasses import replace

from pacte.indicators.records import Direction
from pacte.indicators.records.series_input import SeriesInput

UNEMPLOYMENT_RATE = SeriesInput(
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

UNEMPLOYMENT_RATE_BY_QUARTER = replace(
    UNEMPLOYMENT_RATE,
    code="unemployment_rate_by_quarter",
    label="Taux de chômage trimestriel",
    periodicity_months=3,
    note="Corrigé des variations saisonnières ; le dernier trimestre est provisoire.",
)

POPULATION = SeriesInput(
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
