"""Insee passage table: old commune codes and their current codes."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, FileLayout, OfficialLine
from pacte.reference.records import CodeChangeRow, Row


def _rows(line: OfficialLine) -> Iterator[Row]:
    if line.text("level") != "COM":
        return
    old, new = line.code("old", COMMUNE_CODE), line.code("new", COMMUNE_CODE)
    if old != new:
        yield CodeChangeRow(old, new, line.edition)


LAYOUT = FileLayout(
    code="code_passage",
    label="Table de passage des codes de communes",
    columns={"year": "annee", "level": "niveau", "old": "ancien_code", "new": "code_courant"},
    rows=_rows,
    load_order=3,
    edition_column="year",
)
