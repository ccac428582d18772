"""NSF: categories of training specialities, from the ministry of education (BCN, truncated labels)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import Calendar, Dating

_CODE = re.compile(r"\d")


def _rows(line: Line) -> Iterator[Row]:
    yield TermRow(Scheme.NSF, line.of, line.code("code", _CODE), line.label("label"), kind="category")


LAYOUT = Layout(
    code="nsf_categories",
    label="Catégories de spécialités (NSF)",
    columns={"code": "categorie_specialite", "label": "libelle_long"},
    rows=_rows,
    rank=1,
    dating=Dating.RELEASE,
    calendar=Calendar({"bcn": date(1994, 1, 1)}, default="bcn"),
    without=("domaine_specialite",),
)
