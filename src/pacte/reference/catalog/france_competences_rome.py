"""France compétences, weekly CSV: ROME occupations of each certification."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_tables import certification_number, certification_row
from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row
from pacte.reference.releases import EditionKind


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield certification_row(line, certification_number(line), rome_codes=(line.rome("code"),))


LAYOUT = FileLayout(
    code="france_competences_rome",
    label="Métiers ROME des certifications",
    columns={"sheet": "numero_fiche|coderncp", "code": "codes_rome_code|rome"},
    rows=_rows,
    load_order=2,
    edition_kind=EditionKind.DAY,
)
