"""ROME: grands domaines and domaines, identified by the first characters of an occupation code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar

_CODE = re.compile(r"[A-N](?:\d\d)?")


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield TermRow(
        Scheme.ROME_DOMAIN,
        line.release_edition,
        line.code("code", _CODE),
        line.label("label"),
        kind=line.text("level"),
        parent_code=line.optional_code("parent", _CODE),
    )


LAYOUT = FileLayout(
    code="rome_domains",
    label="Domaines du ROME",
    columns={"code": "code", "level": "niveau", "parent": "parent", "label": "libelle"},
    rows=_rows,
    load_order=1,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar(default_edition="2021"),
)
