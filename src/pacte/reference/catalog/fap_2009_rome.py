"""FAP 2009, 225 families: the ROME 3 occupations of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import LinkRow, Relation, Row
from pacte.reference.releases import EditionKind, ReleaseCalendar

_CODE = re.compile(r"[A-Z]\d[A-Z]\d{2}")
_NONE = ("", "NA")


def _rows(line: OfficialLine) -> Iterator[Row]:
    # The published table has three lines without a family, and families without an occupation.
    if line.cells["occupation"] not in _NONE and line.cells["family"] not in _NONE:
        yield LinkRow(Relation.ROME_FAP_2009, line.release_edition, line.rome("occupation"), line.code("family", _CODE))


LAYOUT = FileLayout(
    code="fap_2009_rome",
    label="Liens entre familles professionnelles (FAP 2009) et ROME",
    columns={"family": "fap", "occupation": "rome", "label": "intitule_rome"},
    rows=_rows,
    load_order=3,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"2009": date(2009, 1, 1)}, fixed_edition="2009"),
)
