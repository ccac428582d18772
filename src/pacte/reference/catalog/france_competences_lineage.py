"""France compétences, weekly CSV: predecessors and successors of each certification."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_tables import certification_number, certification_row
from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row
from pacte.reference.releases import EditionKind


def _rows(line: OfficialLine) -> Iterator[Row]:
    before = (certification_number(line, "before"),) if line.cells["before"] else ()
    after = (certification_number(line, "after"),) if line.cells["after"] else ()
    yield certification_row(line, certification_number(line), predecessors=before, successors=after)


LAYOUT = FileLayout(
    code="france_competences_lineage",
    label="Filiation des certifications (CSV de France compétences)",
    columns={"sheet": "numero_fiche", "before": "ancienne_certification", "after": "nouvelle_certification"},
    rows=_rows,
    load_order=2,
    edition_kind=EditionKind.DAY,
)
