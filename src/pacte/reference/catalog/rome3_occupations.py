"""ROME 3: occupations (unix_referentiel_code_rome)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield TermRow(Scheme.ROME, line.release_edition, line.rome("code"), line.label("label"))


LAYOUT = FileLayout(
    code="rome3_occupations",
    label="Métiers du ROME",
    columns={"code": "code_rome", "sheet": "code_fiche_em", "ogr": "code_ogr", "label": "libelle_rome"},
    rows=_rows,
    load_order=1,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"3.44": date(2021, 1, 1), "3.47": date(2021, 12, 1)}),
)
