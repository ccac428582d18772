"""France compétences, weekly CSV: partner bodies, often sole traders. Recognised but not stored."""

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
    code="france_competences_partners",
    label="Partenaires habilités (non repris)",
    columns={"sheet": "numero_fiche", "name": "nom_partenaire", "siret": "siret_partenaire"},
    rows=_rows,
    rank=3,
    dating=Dating.DAY,
)
