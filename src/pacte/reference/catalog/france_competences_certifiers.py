"""France compétences, weekly CSV: certifying bodies of each certification."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_lines import row_of, sheet_number
from pacte.reference.codes import SIRET
from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Certifier, Row
from pacte.reference.releases import Dating


def _rows(line: Line) -> Iterator[Row]:
    # Exports pad the SIRET with a tab to protect its leading zeros in a spreadsheet. A shorter number is ignored.
    siret = line.cells["siret"].strip()
    certifier = Certifier(line.label("name", needed=False), siret if SIRET.fullmatch(siret) else "")
    if certifier.name or certifier.siret:
        yield row_of(line, sheet_number(line), certifiers=(certifier,))


LAYOUT = Layout(
    code="france_competences_certifiers",
    label="Certificateurs (CSV de France compétences)",
    columns={
        "sheet": "numero_fiche|coderncp",
        "siret": "siret_certificateur|siret_organisme",
        "name": "nom_certificateur|certificateur",
    },
    rows=_rows,
    rank=2,
    dating=Dating.DAY,
)
