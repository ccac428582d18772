"""Formacode: publics that a training action can target."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import FileLayout, InvalidCell, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar


def _rows(line: OfficialLine) -> Iterator[Row]:
    code = line.formacode("code")
    if not code.startswith(("80", "81", "82", "83")):
        raise InvalidCell(line.heading("code"), f"{code} n’est pas un public\u202f: ils commencent par 80 à 83.")
    yield TermRow(Scheme.FORMACODE, line.release_edition, code, line.label("label"), kind="PUB")


LAYOUT = FileLayout(
    code="formacode_publics",
    label="Publics du Formacode",
    columns={"code": "code", "label": "libelle"},
    rows=_rows,
    load_order=1,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"14": date(2022, 1, 1)}, default_edition="14"),
    is_exact=True,
)
