"""Parses flat XML records into one grid: a root, its records, and one element per column in each record.

France Travail publishes the ROME tables in this form (``unix_*_iso8859-15.xml``). Runs in the sandbox only.
"""

from __future__ import annotations

import encodings.cp1252
import encodings.iso8859_15
import re
from collections.abc import Mapping

from pacte.exchange.limits import Bounds
from pacte.exchange.records import CellKind, Grid, GridCell
from pacte.exchange.spreadsheet_sheet import Budget, clean
from pacte.exchange.spreadsheet_xml import LATIN, walk
from pacte.exchange.unreadable import Unreadable

# The sandboxed process cannot open files: the codecs that these files need are imported in advance.
CODECS = (encodings.cp1252, encodings.iso8859_15)
_READ = LATIN | {"utf-8", "utf8", "utf-16", "us-ascii", "ascii"}
_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml ")
_RECORD, _CELL = 2, 3


def is_records(data: bytes) -> bool:
    return _START.match(data) is not None


class _Records:
    def __init__(self, bounds: Bounds) -> None:
        self._budget = Budget(bounds)
        self._depth = self._row = 0
        self._columns: dict[str, int] = {}
        self._value: list[str] = []
        self.cells: dict[tuple[int, int], GridCell] = {}

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth == _RECORD:
            self._row += 1
            self._refuse_if_long()
        elif self._depth == _CELL:
            self._columns.setdefault(tag, len(self._columns) + 1)
            self._refuse_if_long()
        elif self._depth > _CELL:
            raise Unreadable(
                "xml_nested",
                f"L’élément « {tag[:40]} » est au fond d’un autre.",
                "Seules des fiches plates se lisent : un élément par colonne.",
                "Donnez la table en csv, ou le fichier plat du producteur.",
            )
        self._value = []

    def text(self, run: str) -> None:
        self._value.append(run)

    def end(self, tag: str) -> None:
        self._depth -= 1
        text = clean("".join(self._value)).strip()
        if self._depth == _RECORD and text:
            self._budget.spend(text)
            # The first row of the grid holds the column names.
            self.cells[self._row + 1, self._columns[tag]] = GridCell(text, CellKind.TEXT)
        self._value = []

    def headings(self) -> dict[tuple[int, int], GridCell]:
        return {(1, column): GridCell(tag, CellKind.TEXT) for tag, column in self._columns.items()}

    def _refuse_if_long(self) -> None:
        bounds = self._budget.bounds
        if self._row >= bounds.rows or len(self._columns) > bounds.columns:
            raise Unreadable(
                "sheet_too_big",
                "Le fichier a trop de fiches ou de colonnes.",
                f"{bounds.noun} tient en {bounds.rows} lignes et {bounds.columns} colonnes.",
                "Donnez un fichier par table.",
            )


def grid_from_records(data: bytes, name: str, bounds: Bounds) -> Grid:
    """Returns one row per record, under a row of headings in order of appearance. Raises ``UnreadableFile``."""
    found = _Records(bounds)
    walk(data, name, found.start, found.end, found.text, encodings=frozenset(_READ))
    return Grid(sheet=name, cells={**found.headings(), **found.cells})
