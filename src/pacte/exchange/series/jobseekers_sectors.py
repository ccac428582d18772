"""Jobseekers by sector and labour basin (France Travail). The file has no year: it is of 2023."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.exchange.series_records import Line, Mark, SeriesSource, mark, year_of
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


def marks(line: Line) -> Iterator[Mark]:
    sector = line.needed("secteur_libelle")
    if (value := line.count("demandeurs_emploi")) is not None:
        basin = line.zone("code_bassin", ZoneKind.LABOUR_BASIN)
        yield mark(
            _SEEKERS.code,
            ZoneKind.LABOUR_BASIN,
            basin,
            year_of(2023),
            value,
            split=f"sector:{sector[:60]}",
            label=sector,
        )


SOURCE = SeriesSource(
    code="jobseekers_sectors",
    label="Demandeurs d’emploi par secteur et bassin",
    headings=("code_bassin", "demandeurs_emploi", "secteur_libelle"),
    sheets=(_SEEKERS,),
    marks=marks,
)
