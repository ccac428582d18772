"""Formacode: complete edition of the thesaurus, with its hierarchy and synonyms."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import Dating


def _rows(line: Line) -> Iterator[Row]:
    detail = (
        ("definition", line.prose("definition")),
        ("domain", line.text("domain")),
        ("nsf", line.text("nsf")[:3]),
    )
    generic = line.text("generic")[:5]
    yield TermRow(
        Scheme.FORMACODE,
        line.of,
        line.formacode("code"),
        line.label("label"),
        kind=line.text("type").split("$")[0],
        parent_code=generic if generic.isdigit() else "",
        words=line.prose("stands_for").replace("$", " "),
        detail=tuple((name, value) for name, value in detail if value),
    )


LAYOUT = Layout(
    code="formacode_thesaurus",
    label="Thésaurus Formacode",
    columns={
        "code": "code",
        "label": "libelle",
        "type": "type",
        "domain": "hierarchie",
        "stands_for": "employe_pour",
        "generic": "terme_generique",
        "definition": "definition",
        "nsf": "nsf",
    },
    rows=_rows,
    rank=1,
    dating=Dating.RELEASE,
)
