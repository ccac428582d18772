"""BCN: diploma levels, and the corresponding level of the national framework."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar

_CODE = re.compile(r"\d[0-9A-Z]{2}")


def _rows(line: OfficialLine) -> Iterator[Row]:
    level = line.text("level")
    yield TermRow(
        Scheme.DIPLOMA_LEVEL,
        line.release_edition,
        line.code("code", _CODE),
        line.label("label"),
        words=line.label("short", required=False),
        detail=(("level", level),) if level.isdigit() else (),
    )


LAYOUT = FileLayout(
    code="diploma_levels",
    label="Niveaux de formation des diplômes (BCN)",
    columns={
        "code": "niveau_formation_diplome",
        "short": "libelle_court",
        "label": "libelle_100",
        "level": "niveau_qualification_rncp",
    },
    rows=_rows,
    load_order=1,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar(default_edition="2025"),
)
