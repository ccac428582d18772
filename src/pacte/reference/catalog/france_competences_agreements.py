"""France compétences, weekly CSV: collective agreements of each certification. Recognised but not stored."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_tables import certification_number
from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row
from pacte.reference.releases import EditionKind


def _rows(line: OfficialLine) -> Iterator[Row]:
    """Yield nothing, but report invalid certification numbers."""
    certification_number(line)
    yield from ()


LAYOUT = FileLayout(
    code="france_competences_agreements",
    label="Conventions collectives (non reprises)",
    columns={"sheet": "numero_fiche", "agreement": "ccn_1_numero", "label": "ccn_1_libelle"},
    rows=_rows,
    load_order=3,
    edition_kind=EditionKind.DAY,
)
