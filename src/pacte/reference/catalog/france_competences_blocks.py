"""France compétences, weekly CSV: code and label of each competence block."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_tables import certification_number, certification_row
from pacte.reference.codes import BLOCK_CODE
from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import CompetenceBlock, Row
from pacte.reference.releases import EditionKind


def _rows(line: OfficialLine) -> Iterator[Row]:
    block = CompetenceBlock(line.code("block", BLOCK_CODE), line.label("label"))
    yield certification_row(line, certification_number(line), blocks=(block,))


LAYOUT = FileLayout(
    code="france_competences_blocks",
    label="Blocs de compétences (CSV de France compétences)",
    columns={
        "sheet": "numero_fiche|coderncp",
        "block": "bloc_competences_code|numero_bloc",
        "label": "bloc_competences_libelle|intitule",
    },
    rows=_rows,
    load_order=2,
    edition_kind=EditionKind.DAY,
)
