"""ROME: job titles (appellations) of each occupation. Editions 3 and 4.0 share the same headings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import OGR_CODE, Layout, Line
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import Calendar, Dating


def _rows(line: Line) -> Iterator[Row]:
    short = line.label("short", needed=False)
    label = line.label("label")
    yield TermRow(
        Scheme.APPELLATION,
        line.of,
        line.code("code", OGR_CODE),
        label,
        kind="main" if line.cells.get("classification") == "PRINCIPALE" else "",
        parent_code=line.rome("occupation"),
        words="" if short == label else short,
    )


LAYOUT = Layout(
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
    rank=2,
    dating=Dating.RELEASE,
    calendar=Calendar({"3.47": date(2021, 12, 1), "4.60": date(2026, 1, 1)}),
)
