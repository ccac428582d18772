"""ROME × NAF: business activities that hired each occupation, with the number of hirings."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.codes import naf_code
from pacte.reference.layouts import BadCell, Layout, Line
from pacte.reference.records import LinkRow, Relation, Row
from pacte.reference.releases import Calendar, Dating


def _rows(line: Line) -> Iterator[Row]:
    sector = naf_code(line.name("sector"))
    if sector is None:
        raise BadCell(line.heading("sector"), f"«\u202f{line.cells['sector'][:40]}\u202f» n’est pas un code NAF.")
    yield LinkRow(Relation.ROME_NAF, line.of, line.rome("occupation"), sector, rank=line.whole("hirings"))


LAYOUT = Layout(
    code="rome_naf",
    label="Embauches par métier (ROME) et activité (NAF)",
    columns={"occupation": "rome_id", "sector": "naf_id", "hirings": "hirings"},
    rows=_rows,
    rank=3,
    dating=Dating.RELEASE,
    calendar=Calendar(default="2021"),
)
