"""ROME 3 → ISCO-08, the international classification of occupations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import LinkRow, Relation, Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar

_CODE = re.compile(r"\d{1,4}")


def _rows(line: OfficialLine) -> Iterator[Row]:
    # The table drops the leading zero of the armed forces: « 110 » is unit group 0110.
    target = line.code("target", _CODE).zfill(4)
    yield TermRow(Scheme.ISCO, line.release_edition, target, line.label("target_label", required=False))
    yield LinkRow(Relation.ROME_ISCO, line.release_edition, line.rome("source"), target)


LAYOUT = FileLayout(
    code="rome_isco",
    label="Liens du ROME avec la CITP-08",
    columns={"source": "code_rome", "target": "code_isco08", "target_label": "libelle_isco08"},
    rows=_rows,
    load_order=3,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"08": date(2008, 1, 1)}, fixed_edition="08"),
)
