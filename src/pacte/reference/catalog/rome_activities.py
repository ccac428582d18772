"""ROME: activities (what a worker can do), by OGR code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import OGR_CODE, Layout, Line
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import Calendar, Dating


def _rows(line: Line) -> Iterator[Row]:
    yield TermRow(Scheme.ACTIVITY, line.of, line.code("code", OGR_CODE), line.label("label"), kind="activity")


LAYOUT = Layout(
    code="rome_activities",
    label="Activités du ROME",
    columns={"code": "code_ogr", "label": "libelle", "type": "libelle_activite"},
    rows=_rows,
    rank=2,
    dating=Dating.RELEASE,
    calendar=Calendar({"3.44": date(2021, 1, 1), "3.47": date(2021, 12, 1)}),
)
