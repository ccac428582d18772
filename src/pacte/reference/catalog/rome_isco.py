"""ROME 3 → ISCO-08, the international classification of occupations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import Layout, Line
from pacte.reference.records import LinkRow, Relation, Row, Scheme, TermRow
from pacte.reference.releases import Calendar, Dating

_CODE = re.compile(r"\d{1,4}")


def _rows(line: Line) -> Iterator[Row]:
    # The table drops the leading zero of the armed forces: « 110 » is unit group 0110.
    target = line.code("target", _CODE).zfill(4)
    yield TermRow(Scheme.ISCO, line.of, target, line.label("target_label", needed=False))
    yield LinkRow(Relation.ROME_ISCO, line.of, line.rome("source"), target)


LAYOUT = Layout(
    code="rome_isco",
    label="Liens du ROME avec la CITP-08",
    columns={"source": "code_rome", "target": "code_isco08", "target_label": "libelle_isco08"},
    rows=_rows,
    rank=3,
    dating=Dating.RELEASE,
    calendar=Calendar({"08": date(2008, 1, 1)}, always="08"),
)
