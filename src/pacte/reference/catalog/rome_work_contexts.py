"""ROME: work environments and conditions, by OGR code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import OGR_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield TermRow(
        Scheme.WORK_CONTEXT,
        line.release_edition,
        line.code("code", OGR_CODE),
        line.label("label"),
        kind=line.text("type")[:40],
    )


LAYOUT = FileLayout(
    code="rome_work_contexts",
    label="Environnements de travail du ROME",
    columns={"code": "code_ogr", "label": "libelle_env_travail", "type": "libelle_type_section_env_trav"},
    rows=_rows,
    load_order=2,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"3.47": date(2021, 12, 1)}),
)
