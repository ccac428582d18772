"""FAP 2021: DARES occupation families, in four levels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar

_LEVELS = ("fap22", "fap86", "fap228", "fap341")
_CODE = re.compile(r"[A-Z](?:[0-9A-Z][A-Z](?:\d{2}[a-z]?)?)?")


def _rows(line: OfficialLine) -> Iterator[Row]:
    parent = ""
    for level in _LEVELS:
        code = line.code(level, _CODE)
        if code != parent:
            label = line.label(f"{level}_label")
            yield TermRow(Scheme.FAP_2021, line.release_edition, code, label, kind=level, parent_code=parent)
        parent = code


LAYOUT = FileLayout(
    code="fap_2021",
    label="Familles professionnelles (FAP 2021)",
    columns={level: f"{level}|code[_ ]{level}" for level in _LEVELS}
    | {f"{level}_label": f"{level}_libelle|(?:intitule|libelle)[_ ]{level}" for level in _LEVELS},
    rows=_rows,
    load_order=1,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"2021": date(2021, 1, 1)}, fixed_edition="2021"),
)
