"""ROME: occupations reachable from each occupation, close ones or career developments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import FileLayout, InvalidCell, OfficialLine
from pacte.reference.records import LinkRow, Relation, Row
from pacte.reference.releases import EditionKind, ReleaseCalendar

_KINDS = {"Proche": "near", "Evolution": "evolution"}


def _rows(line: OfficialLine) -> Iterator[Row]:
    kind = _KINDS.get(line.required_text("kind"))
    if kind is None:
        raise InvalidCell(
            line.heading("kind"), f"«\u202f{line.cells['kind'][:40]}\u202f» n’est pas une mobilité connue."
        )
    # A move from or to a single appellation does not apply to the occupation as a whole.
    if not line.cells["from"] and not line.cells["to"]:
        yield LinkRow(Relation.ROME_NEAR, line.release_edition, line.rome("source"), line.rome("target"), kind)


LAYOUT = FileLayout(
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
    load_order=3,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"3.47": date(2021, 12, 1)}),
)
