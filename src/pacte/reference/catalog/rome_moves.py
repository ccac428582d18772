"""ROME: occupations reachable from each occupation, close ones or career developments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import BadCell, Layout, Line
from pacte.reference.records import LinkRow, Relation, Row
from pacte.reference.releases import Calendar, Dating

_KINDS = {"Proche": "near", "Evolution": "evolution"}


def _rows(line: Line) -> Iterator[Row]:
    kind = _KINDS.get(line.name("kind"))
    if kind is None:
        raise BadCell(line.heading("kind"), f"«\u202f{line.cells['kind'][:40]}\u202f» n’est pas une mobilité connue.")
    # A move from or to a single appellation does not apply to the occupation as a whole.
    if not line.cells["from"] and not line.cells["to"]:
        yield LinkRow(Relation.ROME_NEAR, line.of, line.rome("source"), line.rome("target"), kind)


LAYOUT = Layout(
    code="rome_moves",
    label="Mobilités entre métiers du ROME",
    columns={
        "source": "code_rome",
        "target": "code_rome_cible",
        "from": "code_appellation_source",
        "to": "code_appellation_cible",
        "kind": "libelle_type_mobilite",
    },
    rows=_rows,
    rank=3,
    dating=Dating.RELEASE,
    calendar=Calendar({"3.47": date(2021, 12, 1)}),
)
