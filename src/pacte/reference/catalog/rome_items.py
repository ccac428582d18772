"""ROME: competences, activities and work contexts of each occupation (coherence_item)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import OGR_CODE, Layout, Line
from pacte.reference.records import LinkRow, Relation, Row
from pacte.reference.releases import Calendar, Dating


def _rows(line: Line) -> Iterator[Row]:
    yield LinkRow(Relation.ROME_ITEM, line.of, line.rome("occupation"), line.code("item", OGR_CODE))


LAYOUT = Layout(
    code="rome_items",
    label="Liens du ROME entre métiers et compétences",
    columns={"occupation": "code_rome", "item": "code_ogr"},
    rows=_rows,
    rank=3,
    dating=Dating.RELEASE,
    calendar=Calendar({"3.47": date(2021, 12, 1), "4.60": date(2026, 1, 1)}),
    without=("libelle_rome", "libelle_appellation_long", "code_ref_rubrique"),
)
