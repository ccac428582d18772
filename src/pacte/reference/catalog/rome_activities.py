"""ROME: activities (what a worker can do), by OGR code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import OGR_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield TermRow(
        Scheme.ACTIVITY, line.release_edition, line.code("code", OGR_CODE), line.label("label"), kind="activity"
    )


LAYOUT = FileLayout(
    code="rome_activities",
    label="Activités du ROME",
    columns={"code": "code_ogr", "label": "libelle", "type": "libelle_activite"},
    rows=_rows,
    load_order=2,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"3.44": date(2021, 1, 1), "3.47": date(2021, 12, 1)}),
)
