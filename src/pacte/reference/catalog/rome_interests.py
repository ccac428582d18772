"""ROME: major and minor RIASEC interests of each occupation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar


def _rows(line: OfficialLine) -> Iterator[Row]:
    letters = line.text("major") + line.text("minor")
    yield TermRow(Scheme.ROME, line.release_edition, line.rome("code"), detail=(("riasec", letters),))


LAYOUT = FileLayout(
    code="rome_interests",
    label="Intérêts professionnels (RIASEC) du ROME",
    columns={"code": "code_rome", "major": "riasec_majeur", "minor": "riasec_mineur"},
    rows=_rows,
    load_order=3,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"3.47": date(2021, 12, 1)}),
)
