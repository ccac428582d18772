"""Formacode: codes used in Certif Info, with the number of certifications of each."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import Dating


def _rows(line: Line) -> Iterator[Row]:
    yield TermRow(Scheme.FORMACODE, line.of, line.formacode("code"), line.label("label"), kind="DOM")


LAYOUT = Layout(
    code="formacode_in_use",
    label="Formacodes en usage",
    columns={"code": "code_formacode", "label": "libelle"},
    rows=_rows,
    rank=1,
    dating=Dating.RELEASE,
)
