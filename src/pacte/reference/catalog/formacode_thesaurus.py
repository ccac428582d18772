"""Formacode: complete edition of the thesaurus, with its hierarchy and synonyms."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind


def _rows(line: OfficialLine) -> Iterator[Row]:
    detail = (
        ("definition", line.long_text("definition")),
        ("domain", line.text("domain")),
        ("nsf", line.text("nsf")[:3]),
    )
    generic = line.text("generic")[:5]
    yield TermRow(
        Scheme.FORMACODE,
        line.release_edition,
        line.formacode("code"),
        line.label("label"),
        kind=line.text("type").split("$")[0],
        parent_code=generic if generic.isdigit() else "",
        words=line.long_text("stands_for").replace("$", " "),
        detail=tuple((name, value) for name, value in detail if value),
    )


LAYOUT = FileLayout(
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
    load_order=1,
    edition_kind=EditionKind.RELEASE,
)
