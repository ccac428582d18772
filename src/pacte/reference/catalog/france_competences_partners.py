"""France compétences, weekly CSV: partner bodies, often sole traders. Recognised but not stored."""

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
    code="france_competences_partners",
    label="Partenaires habilités (non repris)",
    columns={"sheet": "numero_fiche", "name": "nom_partenaire", "siret": "siret_partenaire"},
    rows=_rows,
    load_order=3,
    edition_kind=EditionKind.DAY,
)
