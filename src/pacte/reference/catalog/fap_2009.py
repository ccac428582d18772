"""FAP 2009: occupation families and the ROME 3 occupations of each (DARES table, original layout)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import LinkRow, Relation, Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar

_CODE = re.compile(r"[A-Z](?:\d?[A-Z](?:\d{2})?)?")


def _rows(line: OfficialLine) -> Iterator[Row]:
    family = line.cells["family"]
    # The code column also contains the notes of the table.
    if not _CODE.fullmatch(family):
        return
    label = line.label("family_label", required=False).rstrip("*")
    parent = {5: family[:3], 3: family[:1]}.get(len(family), "")
    yield TermRow(Scheme.FAP_2009, line.release_edition, family, label, parent_code=parent)
    if line.cells["occupation"]:
        occupation = line.rome("occupation")
        yield LinkRow(Relation.ROME_FAP_2009, line.release_edition, occupation, family, kind=line.text("qualification"))


LAYOUT = FileLayout(
    code="fap_2009",
    label="Familles professionnelles (FAP 2009) et métiers du ROME",
    columns={
        "family": "fap_courante",
        "family_label": "fap_courante_libelle",
        "occupation": "rome",
        "qualification": "qualification",
    },
    rows=_rows,
    load_order=2,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"2009": date(2009, 1, 1)}, fixed_edition="2009"),
)
