"""Formacode: publics that a training action can target."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import BadCell, Layout, Line
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import Calendar, Dating


def _rows(line: Line) -> Iterator[Row]:
    code = line.formacode("code")
    if not code.startswith(("80", "81", "82", "83")):
        raise BadCell(line.heading("code"), f"{code} n’est pas un public\u202f: ils commencent par 80 à 83.")
    yield TermRow(Scheme.FORMACODE, line.of, code, line.label("label"), kind="PUB")


LAYOUT = Layout(
    code="formacode_publics",
    label="Publics du Formacode",
    columns={"code": "code", "label": "libelle"},
    rows=_rows,
    rank=1,
    dating=Dating.RELEASE,
    calendar=Calendar({"14": date(2022, 1, 1)}, default="14"),
    exact=True,
)
