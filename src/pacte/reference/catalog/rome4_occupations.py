"""ROME 4.0: occupations, each with the ROME 3 code it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar

_DETAIL = ("transition_eco", "transition_num", "transition_demo", "emploi_reglemente", "emploi_cadre")


def _rows(line: OfficialLine) -> Iterator[Row]:
    code = line.rome("code")
    parent = line.rome("parent") if line.cells.get("parent") else ""
    detail = tuple((name, value) for name in _DETAIL if (value := line.text(name)))
    # A code that is its own parent already existed in ROME 3: it has no parent.
    yield TermRow(
        Scheme.ROME,
        line.release_edition,
        code,
        line.label("label"),
        parent_code="" if parent == code else parent,
        detail=detail,
    )


LAYOUT = FileLayout(
    code="rome4_occupations",
    label="Métiers du ROME 4.0",
    columns={"code": "code_rome", "sheet": "code_fiche_metier", "label": "libelle_rome", "parent": "code_rome_parent"},
    optional={name: name for name in _DETAIL},
    rows=_rows,
    load_order=1,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"4.60": date(2026, 1, 1)}),
)
