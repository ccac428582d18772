"""ROME: work environments and conditions, by OGR code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import OGR_CODE, Layout, Line
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import Calendar, Dating


def _rows(line: Line) -> Iterator[Row]:
    yield TermRow(
        Scheme.WORK_CONTEXT, line.of, line.code("code", OGR_CODE), line.label("label"), kind=line.text("type")[:40]
    )


LAYOUT = Layout(
    code="rome_work_contexts",
    label="Environnements de travail du ROME",
    columns={"code": "code_ogr", "label": "libelle_env_travail", "type": "libelle_type_section_env_trav"},
    rows=_rows,
    rank=2,
    dating=Dating.RELEASE,
    calendar=Calendar({"3.47": date(2021, 12, 1)}),
)
