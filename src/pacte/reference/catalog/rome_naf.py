"""ROME × NAF: business activities that hired each occupation, with the number of hirings."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.codes import parse_naf_code
from pacte.reference.layouts import FileLayout, InvalidCell, OfficialLine
from pacte.reference.records import LinkRow, Relation, Row
from pacte.reference.releases import EditionKind, ReleaseCalendar


def _rows(line: OfficialLine) -> Iterator[Row]:
    sector = parse_naf_code(line.required_text("sector"))
    if sector is None:
        raise InvalidCell(line.heading("sector"), f"«\u202f{line.cells['sector'][:40]}\u202f» n’est pas un code NAF.")
    yield LinkRow(
        Relation.ROME_NAF, line.release_edition, line.rome("occupation"), sector, rank=line.integer("hirings")
    )


LAYOUT = FileLayout(
    code="rome_naf",
    label="Embauches par métier (ROME) et activité (NAF)",
    columns={"occupation": "rome_id", "sector": "naf_id", "hirings": "hirings"},
    rows=_rows,
    load_order=3,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar(default_edition="2021"),
)
