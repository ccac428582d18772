"""Formacode: codes used in Certif Info, with the number of certifications of each."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield TermRow(Scheme.FORMACODE, line.release_edition, line.formacode("code"), line.label("label"), kind="DOM")


LAYOUT = FileLayout(
    code="formacode_in_use",
    label="Formacodes en usage",
    columns={"code": "code_formacode", "label": "libelle"},
    rows=_rows,
    load_order=1,
    edition_kind=EditionKind.RELEASE,
)
