"""France compétences, weekly CSV: code and label of each competence block."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_lines import row_of, sheet_number
from pacte.reference.codes import BLOCK_CODE
from pacte.reference.layouts import Layout, Line
from pacte.reference.records import CompetenceBlock, Row
from pacte.reference.releases import Dating


def _rows(line: Line) -> Iterator[Row]:
    block = CompetenceBlock(line.code("block", BLOCK_CODE), line.label("label"))
    yield row_of(line, sheet_number(line), blocks=(block,))


LAYOUT = Layout(
    code="france_competences_blocks",
    label="Blocs de compétences (CSV de France compétences)",
    columns={
        "sheet": "numero_fiche|coderncp",
        "block": "bloc_competences_code|numero_bloc",
        "label": "bloc_competences_libelle|intitule",
    },
    rows=_rows,
    rank=2,
    dating=Dating.DAY,
)
