"""Reads the titles around the table: document title, date, region, years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pacte.exchange.plan_table.sheet_view import SheetView, collapse_spaces
from pacte.exchange.plan_table.table_detection import PlanTable
from pacte.exchange.records import Grid
from pacte.kernel.defects import CellReference
from pacte.kernel.french import fold_text

_REGIONS = (
    "Auvergne-Rhône-Alpes",
    "Bourgogne-Franche-Comté",
    "Bretagne",
    "Centre-Val de Loire",
    "Corse",
    "Grand Est",
    "Hauts-de-France",
    "Île-de-France",
    "Normandie",
    "Nouvelle-Aquitaine",
    "Occitanie",
    "Pays de la Loire",
    "Provence-Alpes-Côte d'Azur",
    "Guadeloupe",
    "Guyane",
    "La Réunion",
    "Martinique",
    "Mayotte",
)
_MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
_SHORT_DAY = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)\b")
_LONG_DAY = re.compile(rf"\b(\d{{1,2}})(?:er)? ({'|'.join(_MONTHS)}) ((?:19|20)\d\d)\b")
_ISO_DAY = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s*(?:-|–|/|à|a|au)\s*((?:19|20)\d\d)\b")
_INTRO_ROWS = 40


@dataclass(slots=True)
class DocumentHead:
    title: str = ""
    document_title: str = ""
    region: str = ""
    decided_on: str = ""
    source: str = ""
    first_year: int = 0
    last_year: int = 0
    field_names: set[str] = field(default_factory=set)
    where: dict[tuple[str, str], CellReference] = field(default_factory=dict)

    def code(self, first: int, last: int) -> str:
        """Returns « centre-val-de-loire_2019-2022 » when the file gives its region."""
        slug = re.sub(r"[^a-z0-9]+", "-", fold_text(self.region)).strip("-")
        return f"{slug}_{first}-{last}" if slug and first else ""


def read_document_head(grids: Sequence[Grid], tables: Sequence[PlanTable], name: str) -> DocumentHead:
    """Reads the titles above the table, then the other sheets: an introduction often names the region."""
    head = DocumentHead(source=name)
    for text, cell in _titles(tables[0]):
        if len(text) > 8 and not head.document_title:
            head.document_title = collapse_spaces(text)
            head.where[("plan", "document_title")] = cell
            head.field_names.add("document_title")
        _scan_text(head, text, cell, is_title=True)
    shown = {table.view.grid.sheet: table for table in tables}
    for sheet, table in shown.items():
        _scan_text(head, sheet, table.view.cell(table.bottom, 1), is_title=False)
    for grid in grids:
        if grid.sheet not in shown and not grid.is_hidden:
            view = SheetView(grid)
            for row in range(1, min(view.height, _INTRO_ROWS) + 1):
                for column in view.own_columns(row):
                    _scan_text(head, view.text(row, column), view.cell(row, column), is_title=False)
    _scan_text(head, name.replace("_", " "), CellReference(name, 1, "A"), is_title=False)
    head.title = head.document_title or name.rpartition(".")[0] or name
    return head


def _titles(table: PlanTable) -> list[tuple[str, CellReference]]:
    return [
        (table.view.text(row, column), table.view.cell(row, column))
        for row in range(1, table.top)
        for column in table.view.own_columns(row)
    ]


def _scan_text(head: DocumentHead, text: str, cell: CellReference, *, is_title: bool) -> None:
    folded = fold_text(text)
    if not head.region:
        head.region = next(
            (name for name in _REGIONS if fold_text(name) in folded.replace("ile de france", "ile-de-france")), ""
        )
        if head.region:
            head.where[("plan", "region")] = cell
    if not head.first_year and (span := _SPAN.search(folded)) and int(span[1]) <= int(span[2]):
        head.first_year, head.last_year = int(span[1]), int(span[2])
    if is_title and not head.decided_on and (day := _iso_date(folded)):
        head.decided_on = day
        head.where[("plan", "decided_on")] = cell
        head.field_names.add("decided_on")


def _iso_date(folded: str) -> str:
    if short := _SHORT_DAY.search(folded):
        parts = int(short[3]), int(short[2]), int(short[1])
    elif long := _LONG_DAY.search(folded):
        parts = int(long[3]), _MONTHS.index(long[2]) + 1, int(long[1])
    elif iso := _ISO_DAY.search(folded):
        parts = int(iso[1]), int(iso[2]), int(iso[3])
    else:
        return ""
    try:
        return date(*parts).isoformat()
    except ValueError:
        return ""
