"""France compétences, weekly CSV: predecessors and successors of each certification."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_lines import row_of, sheet_number
from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row
from pacte.reference.releases import Dating


def _rows(line: Line) -> Iterator[Row]:
    before = (sheet_number(line, "before"),) if line.cells["before"] else ()
    after = (sheet_number(line, "after"),) if line.cells["after"] else ()
    yield row_of(line, sheet_number(line), predecessors=before, successors=after)


LAYOUT = Layout(
    code="france_competences_lineage",
    label="Filiation des certifications (CSV de France compétences)",
    columns={"sheet": "numero_fiche", "before": "ancienne_certification", "after": "nouvelle_certification"},
    rows=_rows,
    rank=2,
    dating=Dating.DAY,
)
