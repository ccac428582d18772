"""Jobseekers by commune, monthly (DARES): rounded to ten, larger communes only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.exchange.series_records import SeriesRow, SeriesSource, SeriesValue, series_value
from pacte.indicators.records.series_input import SeriesInput
from pacte.reference.records import ZoneKind

_SEEKERS = SeriesInput(
    code="jobseekers",
    label="Demandeurs d’emploi",
    question="Combien de personnes cherchent un emploi ?",
    unit="personnes",
    entity="demandeur d’emploi inscrit en fin de mois",
    source="DARES, demandeurs d’emploi par commune",
    owner="observatoire",
    producer="DARES, France Travail",
    licence="Licence Ouverte (Etalab)",
    url="https://dares.travail-emploi.gouv.fr/donnees/les-demandeurs-demploi-inscrits-france-travail",
    theme="supply",
    is_additive=True,
    periodicity_months=1,
    delay_months=2,
    note="Arrondi à la dizaine, pour les plus grandes communes seulement : une somme est un minimum.",
)


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    commune, month = row.zone("codgeo", ZoneKind.COMMUNE), row.month("YEAR")
    if (value := row.count("Demandeurs_Emploi")) is not None:
        yield series_value(_SEEKERS.code, ZoneKind.COMMUNE, commune, month, value)


SOURCE = SeriesSource(
    code="jobseekers_communes",
    label="Demandeurs d’emploi par commune",
    headings=("codgeo", "YEAR", "Demandeurs_Emploi"),
    series=(_SEEKERS,),
    marks=marks,
    # Figures of a quarter are published about 25 days after its end (DARES), those of communes after them.
    published_every_months=3,
    published_after_months=2,
    breaks=(
        (
            _SEEKERS.code,
            date(2020, 4, 1),
            "Confinement : peu de sorties faute d’actualisation, la hausse est en partie de forme.",
        ),
        (_SEEKERS.code, date(2025, 1, 1), "Loi pour le plein emploi : les allocataires du RSA sont inscrits d’office."),
    ),
)
