"""France compétences, weekly CSV: collective agreements of each certification. Recognised but not stored."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_lines import sheet_number
from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row
from pacte.reference.releases import Dating


def _rows(line: Line) -> Iterator[Row]:
    """Yield nothing, but report invalid certification numbers."""
    sheet_number(line)
    yield from ()


LAYOUT = Layout(
    code="france_competences_agreements",
    label="Conventions collectives (non reprises)",
    columns={"sheet": "numero_fiche", "agreement": "ccn_1_numero", "label": "ccn_1_libelle"},
    rows=_rows,
    rank=3,
    dating=Dating.DAY,
)
