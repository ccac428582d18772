"""ROME: definition, access conditions and working conditions of each occupation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar

_NAMES = {"definition": "definition", "acces_a_em": "access", "cond_exercice_activite": "conditions"}


def _rows(line: OfficialLine) -> Iterator[Row]:
    name = _NAMES.get(line.required_text("type"))
    if name and line.long_text("text"):
        yield TermRow(Scheme.ROME, line.release_edition, line.rome("code"), detail=((name, line.long_text("text")),))


LAYOUT = FileLayout(
    code="rome_texts",
    label="Textes des fiches du ROME",
    columns={"code": "code_rome", "text": "libelle_texte", "type": "libelle_type_texte"},
    rows=_rows,
    load_order=3,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"3.47": date(2021, 12, 1)}),
)
