"""France compétences, weekly CSV: certifying bodies of each certification."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_tables import certification_number, certification_row
from pacte.reference.codes import SIRET
from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Certifier, Row
from pacte.reference.releases import EditionKind


def _rows(line: OfficialLine) -> Iterator[Row]:
    # Exports pad the SIRET with a tab to protect its leading zeros in a spreadsheet. A shorter number is ignored.
    siret = line.cells["siret"].strip()
    certifier = Certifier(line.label("name", required=False), siret if SIRET.fullmatch(siret) else "")
    if certifier.name or certifier.siret:
        yield certification_row(line, certification_number(line), certifiers=(certifier,))


LAYOUT = FileLayout(
    code="france_competences_certifiers",
    label="Certificateurs (CSV de France compétences)",
    columns={
        "sheet": "numero_fiche|coderncp",
        "siret": "siret_certificateur|siret_organisme",
        "name": "nom_certificateur|certificateur",
    },
    rows=_rows,
    load_order=2,
    edition_kind=EditionKind.DAY,
)
