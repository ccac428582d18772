"""France compétences, weekly CSV: NSF specialities of each certification."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_tables import certification_number, certification_row
from pacte.reference.codes import NSF_CODE_OR_DOMAIN
from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row
from pacte.reference.releases import EditionKind


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield certification_row(line, certification_number(line), nsf_codes=(line.code("code", NSF_CODE_OR_DOMAIN),))


LAYOUT = FileLayout(
    code="france_competences_nsf",
    label="Spécialités NSF des certifications",
    columns={"sheet": "numero_fiche|coderncp", "code": "nsf_code|code"},
    rows=_rows,
    load_order=2,
    edition_kind=EditionKind.DAY,
    excluded_headings=("codes_rome_code", "formacode_code"),
)
