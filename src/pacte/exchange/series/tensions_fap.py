"""Labour market tension by occupation family (FAP 2009), for a region and its departments, yearly (DARES)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.exchange.series_records import CellError, SeriesRow, SeriesSource, SeriesValue, series_value
from pacte.indicators.records.series_input import SeriesInput
from pacte.reference.records import ZoneKind

_TENSION = SeriesInput(
    code="tension_by_family",
    label="Tension par famille de métiers (1 à 5)",
    question="Dans quelles familles de métiers les employeurs peinent-ils à recruter ?",
    unit="niveau",
    entity="niveau de tension d’une famille de métiers, de 1 (faible) à 5 (forte)",
    source="DARES, tensions",
    owner="observatoire",
    producer="DARES",
    licence="Licence Ouverte (Etalab)",
    url="https://dares.travail-emploi.gouv.fr/donnees/les-tensions-sur-le-marche-du-travail",
    theme="needs",
    delay_months=12,
    note="Les lignes de la France entière sont laissées de côté.",
)
_LEVELS = {"reg": ("reg", ZoneKind.REGION), "dep": ("dep", ZoneKind.DEPARTMENT)}


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    where = row.required_text("niveau_geo")
    if where == "nat":
        return
    if where not in _LEVELS:
        raise CellError("niveau_geo", "zone_level", f"« {where[:20]} » n’est ni nat, ni reg, ni dep.", where)
    heading, kind = _LEVELS[where]
    level = row.number("Catégorie Tension")
    if level is not None:
        split = f"fap_2009:{row.required_text('fap')}"
        yield series_value(_TENSION.code, kind, row.zone(heading, kind), row.year("Année"), level, split=split)


SOURCE = SeriesSource(
    code="tensions_fap",
    label="Tensions par famille de métiers (FAP 2009)",
    headings=("fap", "Tension", "Catégorie Tension", "Année", "niveau_geo", "reg", "dep"),
    series=(_TENSION,),
    marks=marks,
    # A yearly publication, in the course of the year after the one that it describes (DARES, France Travail).
    published_every_months=12,
    published_after_months=12,
    breaks=((_TENSION.code, date(2021, 1, 1), "La DARES passe ensuite à la FAP 2021 : familles et calcul changent."),),
)
