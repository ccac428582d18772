"""Labour market tension by ROME occupation and labour basin, yearly (DARES, France Travail)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pacte.exchange.series_records import CellError, SeriesRow, SeriesSource, SeriesValue, series_value
from pacte.indicators.records.series_input import SeriesInput
from pacte.reference.records import ZoneKind

_OFFERS = SeriesInput(
    code="job_offers_by_occupation",
    label="Offres d’emploi par métier",
    question="Combien d’offres par métier ?",
    unit="offres",
    entity="offre d’emploi enregistrée",
    source="DARES et France Travail, tensions",
    owner="observatoire",
    producer="DARES, France Travail",
    licence="Licence Ouverte (Etalab)",
    url="https://dares.travail-emploi.gouv.fr/donnees/les-tensions-sur-le-marche-du-travail",
    theme="needs",
    is_additive=True,
    delay_months=12,
)
_SEEKERS = replace(
    _OFFERS,
    code="jobseekers_by_occupation",
    label="Demandeurs d’emploi par métier cherché",
    unit="personnes",
    question="Combien de personnes cherchent ce métier ?",
    theme="supply",
    entity="demandeur d’emploi en fin de mois, catégories A, B, C, moyenne de l’année",
)
_TENSION = replace(
    _OFFERS,
    code="tension_by_occupation",
    label="Tension par métier (1 à 5)",
    unit="niveau",
    is_additive=False,
    question="Où les employeurs peinent-ils à recruter ?",
    entity="niveau de tension d’un métier, de 1 (faible) à 5 (forte)",
)


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    period = row.year("annee")
    basin = row.zone("cbassin", ZoneKind.LABOUR_BASIN)
    split = f"rome:{row.required_text('ROME').upper()}"
    for heading, definition in (("oee", _OFFERS), ("defm_abc", _SEEKERS)):
        if (value := row.count(heading)) is not None:
            yield series_value(definition.code, ZoneKind.LABOUR_BASIN, basin, period, value, split=split)
    level = row.number("ind_tension_d")
    if level is not None and level not in (1, 2, 3, 4, 5):
        raise CellError("ind_tension_d", "level_shape", f"{level.normalize():f} n’est pas un niveau de 1 à 5.")
    if level is not None:
        yield series_value(_TENSION.code, ZoneKind.LABOUR_BASIN, basin, period, level, split=split)


SOURCE = SeriesSource(
    code="tensions_rome",
    label="Tensions par métier ROME et bassin",
    headings=("annee", "ROME", "cbassin", "oee", "defm_abc", "ind_tension_d"),
    series=(_OFFERS, _SEEKERS, _TENSION),
    marks=marks,
    # A yearly publication, in the course of the year after the one that it describes (DARES, France Travail).
    published_every_months=12,
    published_after_months=12,
    breaks=((_TENSION.code, date(2021, 1, 1), "Indicateur de 2021 : les années d’avant sont calculées autrement."),),
)
