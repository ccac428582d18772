"""ROME: job titles (appellations) of each occupation. Editions 3 and 4.0 share the same headings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import OGR_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar


def _rows(line: OfficialLine) -> Iterator[Row]:
    short = line.label("short", required=False)
    label = line.label("label")
    yield TermRow(
        Scheme.APPELLATION,
        line.release_edition,
        line.code("code", OGR_CODE),
        label,
        kind="main" if line.cells.get("classification") == "PRINCIPALE" else "",
        parent_code=line.rome("occupation"),
        words="" if short == label else short,
    )


LAYOUT = FileLayout(
    code="rome_appellations",
    label="Appellations du ROME",
    columns={
        "code": "code_ogr",
        "label": "libelle_appellation_long",
        "short": "libelle_appellation_court",
        "occupation": "code_rome",
    },
    optional={"classification": "classification"},
    rows=_rows,
    load_order=2,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"3.47": date(2021, 12, 1), "4.60": date(2026, 1, 1)}),
)
