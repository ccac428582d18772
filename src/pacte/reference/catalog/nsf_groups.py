"""NSF: groups of training specialities, from the ministry of education (BCN, truncated labels)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import Calendar, Dating

_CODE = re.compile(r"\d{3}")
_PARENT = re.compile(r"\d{2}")


def _rows(line: Line) -> Iterator[Row]:
    yield TermRow(
        Scheme.NSF,
        line.of,
        line.code("code", _CODE),
        line.label("label"),
        kind="group",
        parent_code=line.code("parent", _PARENT),
    )


LAYOUT = Layout(
    code="nsf_groups",
    label="Groupes de spécialités (NSF)",
    columns={"code": "groupe_specialite", "parent": "domaine_specialite", "label": "libelle_long"},
    rows=_rows,
    rank=1,
    dating=Dating.RELEASE,
    calendar=Calendar({"bcn": date(1994, 1, 1)}, default="bcn"),
)
