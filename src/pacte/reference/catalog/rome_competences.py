"""ROME: knowledge and skills, by OGR code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import OGR_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield TermRow(
        Scheme.COMPETENCE, line.release_edition, line.code("code", OGR_CODE), line.label("label"), kind="knowledge"
    )


LAYOUT = FileLayout(
    code="rome_competences",
    label="Compétences du ROME",
    columns={"code": "code_ogr", "label": "libelle_competence", "type": "libelle_type_competence"},
    rows=_rows,
    load_order=2,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"3.47": date(2021, 12, 1), "4.60": date(2026, 1, 1)}),
)
