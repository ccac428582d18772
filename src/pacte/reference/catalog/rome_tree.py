"""ROME 3: main tree, whose nodes are the grands domaines and the domaines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.kernel.french import fold_text
from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row, Scheme, TermRow
from pacte.reference.releases import EditionKind, ReleaseCalendar

_CODE = re.compile(r"[A-N](?:\d\d)?")


def _rows(line: OfficialLine) -> Iterator[Row]:
    """Yield the nodes of the main tree.

    The leaves are occupations, which have their own file. The secondary tree is only another way to browse them.
    """
    if fold_text(line.required_text("tree")).startswith("arborescence principale") and line.cells["node"] == "NOEUD":
        code = line.code("code", _CODE)
        kind = "grand_domaine" if len(code) == 1 else "domaine"
        parent = code[:1] if len(code) > 1 else ""
        yield TermRow(
            Scheme.ROME_DOMAIN, line.release_edition, code, line.label("label"), kind=kind, parent_code=parent
        )


LAYOUT = FileLayout(
    code="rome_tree",
    label="Arborescence du ROME",
    columns={"tree": "libelle_referentiel", "node": "libelle_noeud", "code": "code_noeud", "label": "libelle"},
    rows=_rows,
    load_order=1,
    edition_kind=EditionKind.RELEASE,
    calendar=ReleaseCalendar({"3.44": date(2021, 1, 1), "3.47": date(2021, 12, 1)}),
)
