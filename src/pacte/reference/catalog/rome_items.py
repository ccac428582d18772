"""ROME: competences, activities and work contexts of each occupation (coherence_item)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import OGR_CODE, FileLayout, OfficialLine
from pacte.reference.records import LinkRow, Relation, Row
from pacte.reference.releases import EditionKind, ReleaseCalendar


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield LinkRow(Relation.ROME_ITEM, line.release_edition, line.rome("occupation"), line.code("item", OGR_CODE))


LAYOUT = FileLayout(
    code="rome_items",
    label="Liens du ROME entre métiers et compétences",
    columns={"occupation": "code_rome", "item": "code_ogr"},
    rows=_rows,
    load_order=3,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"3.47": date(2021, 12, 1), "4.60": date(2026, 1, 1)}),
    excluded_headings=("libelle_rome", "libelle_appellation_long", "code_ref_rubrique"),
)
