"""Jobseekers by sector and labour basin (France Travail). The file has no year: it is of 2023."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.exchange.series_records import SeriesRow, SeriesSource, SeriesValue, series_value, year_period
from pacte.indicators.records.series_input import SeriesInput
from pacte.reference.records import ZoneKind

_SEEKERS = SeriesInput(
    code="jobseekers_by_sector",
    label="Demandeurs d’emploi par secteur",
    unit="personnes",
    question="De quels secteurs viennent les demandeurs d’emploi ?",
    entity="demandeur d’emploi, secteur du dernier emploi",
    source="France Travail, secteurs par bassin",
    owner="observatoire",
    producer="France Travail",
    licence="Licence Ouverte (Etalab)",
    theme="supply",
    is_additive=True,
    delay_months=6,
    note="Le fichier ne porte pas d’année : il est de 2023.",
)


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    sector = row.required_text("secteur_libelle")
    if (value := row.count("demandeurs_emploi")) is not None:
        basin = row.zone("code_bassin", ZoneKind.LABOUR_BASIN)
        yield series_value(
            _SEEKERS.code,
            ZoneKind.LABOUR_BASIN,
            basin,
            year_period(2023),
            value,
            split=f"sector:{sector[:60]}",
            label=sector,
        )


SOURCE = SeriesSource(
    code="jobseekers_sectors",
    label="Demandeurs d’emploi par secteur et bassin",
    headings=("code_bassin", "demandeurs_emploi", "secteur_libelle"),
    series=(_SEEKERS,),
    marks=marks,
)
