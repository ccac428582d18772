"""Insee passage table: old commune codes and their current codes."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, Layout, Line
from pacte.reference.records import ChangeRow, Row


def _rows(line: Line) -> Iterator[Row]:
    if line.text("level") != "COM":
        return
    old, new = line.code("old", COMMUNE_CODE), line.code("new", COMMUNE_CODE)
    if old != new:
        yield ChangeRow(old, new, line.edition)


LAYOUT = Layout(
    code="code_passage",
    label="Table de passage des codes de communes",
    columns={"year": "annee", "level": "niveau", "old": "ancien_code", "new": "code_courant"},
    rows=_rows,
    rank=3,
    edition_column="year",
)
