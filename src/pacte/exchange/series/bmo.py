"""Labour needs (« Besoins en main-d’œuvre »), yearly: hiring projects of employers by labour basin and occupation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pacte.exchange.series_records import SeriesRow, SeriesSource, SeriesValue, series_heading_key, series_value
from pacte.indicators.records.series_input import SeriesInput
from pacte.reference.records import ZoneKind

_PROJECTS = SeriesInput(
    code="hiring_projects",
    label="Projets de recrutement",
    question="Combien d’embauches les employeurs projettent-ils ?",
    unit="projets",
    entity="projet de recrutement déclaré par un employeur pour l’année",
    source="France Travail, BMO",
    owner="observatoire",
    producer="France Travail",
    licence="Licence Ouverte (Etalab)",
    url="https://statistiques.francetravail.org/bmo",
    theme="needs",
    is_additive=True,
    delay_months=5,
    note="Une étoile dans le fichier est un secret statistique : la valeur existe et n’est pas donnée.",
)
_SERIES = {
    "met": _PROJECTS,
    "xmet": replace(
        _PROJECTS,
        code="hiring_projects_hard",
        label="Projets de recrutement jugés difficiles",
        question="Combien d’embauches projetées sont jugées difficiles ?",
    ),
    "smet": replace(
        _PROJECTS,
        code="hiring_projects_seasonal",
        label="Projets de recrutement saisonniers",
        question="Combien d’embauches projetées sont saisonnières ?",
    ),
}


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    period = row.year("annee")
    basin = row.zone("bassin", ZoneKind.LABOUR_BASIN)
    code = row.required_text("code_metier").upper()
    split, label = f"{'fap_2009' if _FAP_2009.fullmatch(code) else 'fap_2021'}:{code}", row.text("nom_metier")
    part = " ".join(row.text(each) for each in row.headings if series_heading_key(each) in _PARTS)
    region = next((row.text(each).rjust(2, "0") for each in row.headings if series_heading_key(each) in _REGION), "")
    for heading, definition in _SERIES.items():
        value = None if row.is_secret(heading) else row.count(heading)
        if value is not None or row.is_secret(heading):
            yield series_value(
                definition.code, ZoneKind.LABOUR_BASIN, basin, period, value, split=split, label=label, part=part,
                region=region,
            )  # fmt: skip


# Occupations use FAP 2021 since 2024 (« A0X40 »), FAP 2009 before (« A0Z40 »).
_FAP_2009 = re.compile(r"[A-Z]\dZ\d\d")
# A basin that crosses a border has one row per department, or local committee.
_PARTS = frozenset({"dep", "dept", "clpe"})
_REGION = frozenset({"reg", "region"})

SOURCE = SeriesSource(
    code="bmo",
    label="Besoins en main-d’œuvre (BMO)",
    headings=("annee", "code_metier", "nom_metier", "bassin", "met", "xmet", "smet"),
    series=tuple(_SERIES.values()),
    marks=marks,
    # The survey about a year comes in spring of that year: the file is awaited by the end of May.
    published_every_months=12,
    published_after_months=-7,
    spellings={
        "code_metier": ("code metier bmo", "metier"),
        "nom_metier": ("nom metier bmo", "nommetier"),
        "bassin": (r"be\d\d",),
    },
    breaks=tuple(
        (sheet.code, date(2024, 1, 1), "Métiers en FAP 2021 : ne se compare pas, métier par métier, à la FAP 2009.")
        for sheet in _SERIES.values()
    ),
)
