"""ROME: major and minor RIASEC interests of each occupation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import Calendar, Dating


def _rows(line: Line) -> Iterator[Row]:
    letters = line.text("major") + line.text("minor")
    yield TermRow(Scheme.ROME, line.of, line.rome("code"), detail=(("riasec", letters),))


LAYOUT = Layout(
    code="rome_interests",
    label="Intérêts professionnels (RIASEC) du ROME",
    columns={"code": "code_rome", "major": "riasec_majeur", "minor": "riasec_mineur"},
    rows=_rows,
    rank=3,
    dating=Dating.RELEASE,
    calendar=Calendar({"3.47": date(2021, 12, 1)}),
)
