"""ROME: grands domaines and domaines, identified by the first characters of an occupation code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import Calendar, Dating

_CODE = re.compile(r"[A-N](?:\d\d)?")


def _rows(line: Line) -> Iterator[Row]:
    yield TermRow(
        Scheme.ROME_DOMAIN,
        line.of,
        line.code("code", _CODE),
        line.label("label"),
        kind=line.text("level"),
        parent_code=line.optional("parent", _CODE),
    )


LAYOUT = Layout(
    code="rome_domains",
    label="Domaines du ROME",
    columns={"code": "code", "level": "niveau", "parent": "parent", "label": "libelle"},
    rows=_rows,
    rank=1,
    dating=Dating.RELEASE,
    calendar=Calendar(default="2021"),
)
