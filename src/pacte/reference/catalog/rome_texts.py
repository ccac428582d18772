"""ROME: definition, access conditions and working conditions of each occupation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import Calendar, Dating

_NAMES = {"definition": "definition", "acces_a_em": "access", "cond_exercice_activite": "conditions"}


def _rows(line: Line) -> Iterator[Row]:
    name = _NAMES.get(line.name("type"))
    if name and line.prose("text"):
        yield TermRow(Scheme.ROME, line.of, line.rome("code"), detail=((name, line.prose("text")),))


LAYOUT = Layout(
    code="rome_texts",
    label="Textes des fiches du ROME",
    columns={"code": "code_rome", "text": "libelle_texte", "type": "libelle_type_texte"},
    rows=_rows,
    rank=3,
    dating=Dating.RELEASE,
    calendar=Calendar({"3.47": date(2021, 12, 1)}),
)
