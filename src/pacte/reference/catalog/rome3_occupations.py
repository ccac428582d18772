"""ROME 3: occupations (unix_referentiel_code_rome)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import Calendar, Dating


def _rows(line: Line) -> Iterator[Row]:
    yield TermRow(Scheme.ROME, line.of, line.rome("code"), line.label("label"))


LAYOUT = Layout(
    code="rome3_occupations",
    label="Métiers du ROME",
    columns={"code": "code_rome", "sheet": "code_fiche_em", "ogr": "code_ogr", "label": "libelle_rome"},
    rows=_rows,
    rank=1,
    dating=Dating.RELEASE,
    calendar=Calendar({"3.44": date(2021, 1, 1), "3.47": date(2021, 12, 1)}),
)
