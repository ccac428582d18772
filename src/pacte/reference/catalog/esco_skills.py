"""ESCO skills with their alternative labels. « Uses the ESCO classification of the European Commission. »"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar

_CODE = re.compile(r"http://data\.europa\.eu/esco/skill/([0-9A-Za-z\-.]{1,60})")


def _rows(line: OfficialLine) -> Iterator[Row]:
    address = line.code("uri", _CODE)
    yield TermRow(
        Scheme.ESCO_SKILL,
        line.release_edition,
        address.rpartition("/")[2],
        line.label("label"),
        words=line.long_text("others").replace("|", " "),
    )


LAYOUT = FileLayout(
    code="esco_skills",
    label="Compétences ESCO",
    columns={"uri": "concepturi", "label": "preferredlabel", "others": "altlabels"},
    rows=_rows,
    load_order=1,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"1.2.1": date(2024, 12, 1)}, default_edition="1.2.1"),
    excluded_headings=("iscogroup",),
)
