"""NAF rév. 2: sections, divisions, groups, classes and subclasses of business activities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar

_LEVELS = ("section", "division", "group", "class", "subclass")
_CODE = re.compile(r"[A-U]|\d{2}(?:\.\d{1,2}[A-Z]?)?")


def _rows(line: OfficialLine) -> Iterator[Row]:
    parent = ""
    for level in _LEVELS:
        code = line.code(level, _CODE)
        label = line.label(f"{level}_label")
        # Sections are published in capitals.
        label = label.capitalize() if label.isupper() else label
        yield TermRow(Scheme.NAF, line.release_edition, code, label, kind=level, parent_code=parent)
        parent = code


LAYOUT = FileLayout(
    code="naf",
    label="Nomenclature d’activités française (NAF rév. 2)",
    columns={
        "subclass": "code",
        "subclass_label": "libelle",
        "class": "classe",
        "class_label": "libelle_classe",
        "group": "groupe",
        "group_label": "libelle_groupe",
        "division": "division",
        "division_label": "libelle_division",
        "section": "section",
        "section_label": "libelle_section",
    },
    rows=_rows,
    load_order=1,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"2008": date(2008, 1, 1)}, default_edition="2008"),
)
