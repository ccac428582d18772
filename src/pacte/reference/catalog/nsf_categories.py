"""NSF: categories of training specialities, from the ministry of education (BCN, truncated labels)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar

_CODE = re.compile(r"\d")


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield TermRow(Scheme.NSF, line.release_edition, line.code("code", _CODE), line.label("label"), kind="category")


LAYOUT = FileLayout(
    code="nsf_categories",
    label="Catégories de spécialités (NSF)",
    columns={"code": "categorie_specialite", "label": "libelle_long"},
    rows=_rows,
    load_order=1,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"bcn": date(1994, 1, 1)}, default_edition="bcn"),
    excluded_headings=("domaine_specialite",),
)
