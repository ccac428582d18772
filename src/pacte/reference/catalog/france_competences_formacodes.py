"""France compétences, weekly CSV: Formacodes of each certification."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_lines import row_of, sheet_number
from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row
from pacte.reference.releases import Dating


def _rows(line: Line) -> Iterator[Row]:
    yield row_of(line, sheet_number(line), formacodes=(line.formacode("code"),))


LAYOUT = Layout(
    code="france_competences_formacodes",
    label="Formacodes des certifications",
    columns={"sheet": "numero_fiche|coderncp", "code": "formacode_code"},
    rows=_rows,
    rank=2,
    dating=Dating.DAY,
)
