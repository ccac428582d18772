"""Shortage occupations by region, as listed by ministerial order; they give access to work permits and bonuses."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pacte.exchange.series_records import SeriesRow, SeriesSource, SeriesValue, series_value, year_period
from pacte.indicators.records.series_input import SeriesInput
from pacte.kernel.french import fold_text
from pacte.reference.records import ZoneKind

_LISTED = SeriesInput(
    code="shortage_occupations",
    label="Métiers en tension (arrêté)",
    question="Quels métiers l’arrêté dit-il en tension ?",
    unit="métiers",
    entity="famille professionnelle inscrite sur la liste",
    source="arrêté du 1er mars 2024",
    owner="DREETS",
    producer="ministère chargé du travail",
    licence="Licence Ouverte (Etalab)",
    url="https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000049224412",
    theme="needs",
    is_additive=False,
    note="Une famille inscrite vaut 1. Celles de la France entière valent pour chaque région.",
)
_REGIONS = {
    "auvergne-rhone-alpes": "84",
    "bourgogne-franche-comte": "27",
    "bretagne": "53",
    "centre-val de loire": "24",
    "corse": "94",
    "grand est": "44",
    "hauts-de-france": "32",
    "ile-de-france": "11",
    "normandie": "28",
    "nouvelle-aquitaine": "75",
    "occitanie": "76",
    "pays de la loire": "52",
    "provence-alpes-cote d'azur": "93",
}


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    where = fold_text(row.required_text("Region"))
    codes = tuple(_REGIONS.values()) if where == "france entiere" else (_REGIONS.get(where, ""),)
    split, label = f"fap_2009:{row.required_text('Code FAP')}", row.text("Famille Professionnelle")
    for code in codes:
        if not code:
            row.zone("Region", ZoneKind.REGION)
        yield series_value(_LISTED.code, ZoneKind.REGION, code, year_period(2024), Decimal(1), split=split, label=label)


SOURCE = SeriesSource(
    code="shortage_occupations",
    label="Métiers en tension, arrêté de mars 2024",
    headings=("Region", "Famille Professionnelle", "Code FAP"),
    series=(_LISTED,),
    marks=marks,
)
