"""ROME 3: section of each item in an occupation record, which separates core items from specific ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import OGR_CODE, FileLayout, OfficialLine
from pacte.reference.records import LinkRow, Relation, Row
from pacte.reference.releases import EditionKind, ReleaseCalendar

# Sections: base activities and knowledge, specific ones, work contexts. Appellations are in another file.
_KINDS = {"6": "core", "7": "core", "9": "specific", "10": "specific", "5": "context"}


def _rows(line: OfficialLine) -> Iterator[Row]:
    kind = _KINDS.get(line.cells["heading"])
    if kind:
        yield LinkRow(
            Relation.ROME_ITEM, line.release_edition, line.rome("occupation"), line.code("item", OGR_CODE), kind
        )


LAYOUT = FileLayout(
    code="rome_sheet_items",
    label="Fiches du ROME (rubriques de base et spécifiques)",
    columns={"occupation": "code_rome", "item": "code_ogr", "heading": "code_ref_rubrique", "block": "position_bloc"},
    rows=_rows,
    load_order=3,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"3.47": date(2021, 12, 1)}),
)
