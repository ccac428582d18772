"""France compétences, weekly CSV: NSF specialities of each certification."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_lines import row_of, sheet_number
from pacte.reference.codes import NSF_CODE_OR_DOMAIN
from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row
from pacte.reference.releases import Dating


def _rows(line: Line) -> Iterator[Row]:
    yield row_of(line, sheet_number(line), nsf_codes=(line.code("code", NSF_CODE_OR_DOMAIN),))


LAYOUT = Layout(
    code="france_competences_nsf",
    label="Spécialités NSF des certifications",
    columns={"sheet": "numero_fiche|coderncp", "code": "nsf_code|code"},
    rows=_rows,
    rank=2,
    dating=Dating.DAY,
    without=("codes_rome_code", "formacode_code"),
)
