"""BCN: diploma levels, and the corresponding level of the national framework."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import Calendar, Dating

_CODE = re.compile(r"\d[0-9A-Z]{2}")


def _rows(line: Line) -> Iterator[Row]:
    level = line.text("level")
    yield TermRow(
        Scheme.DIPLOMA_LEVEL,
        line.of,
        line.code("code", _CODE),
        line.label("label"),
        words=line.label("short", needed=False),
        detail=(("level", level),) if level.isdigit() else (),
    )


LAYOUT = Layout(
    code="diploma_levels",
    label="Niveaux de formation des diplômes (BCN)",
    columns={
        "code": "niveau_formation_diplome",
        "short": "libelle_court",
        "label": "libelle_100",
        "level": "niveau_qualification_rncp",
    },
    rows=_rows,
    rank=1,
    dating=Dating.RELEASE,
    calendar=Calendar(default="2025"),
)
