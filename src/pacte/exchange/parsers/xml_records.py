"""Parses flat XML records into one grid: a root, its records, and one element per column in each record.

France Travail publishes the ROME tables in this form (``unix_*_iso8859-15.xml``). Runs in the sandbox only.
"""

from __future__ import annotations

import encodings.cp1252
import encodings.iso8859_15
import re
from collections.abc import Mapping

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import FileBounds
from pacte.exchange.records import CellKind, Grid, GridCell
from pacte.exchange.spreadsheet.cell_texts import clean_xml_text
from pacte.exchange.spreadsheet.size_budget import SizeBudget
from pacte.exchange.spreadsheet.xml_walker import LATIN, walk_xml

# The sandboxed process cannot open files: the codecs that these files need are imported in advance.
CODECS = (encodings.cp1252, encodings.iso8859_15)
_ENCODINGS = LATIN | {"utf-8", "utf8", "utf-16", "us-ascii", "ascii"}
_XML_DECLARATION = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml ")
_RECORD_DEPTH, _CELL_DEPTH = 2, 3


def is_xml_records(data: bytes) -> bool:
    return _XML_DECLARATION.match(data) is not None


class _RecordHandler:
    def __init__(self, bounds: FileBounds) -> None:
        self._budget = SizeBudget(bounds)
        self._depth = self._row = 0
        self._columns: dict[str, int] = {}
        self._value: list[str] = []
        self.cells: dict[tuple[int, int], GridCell] = {}

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth == _RECORD_DEPTH:
            self._row += 1
            self._refuse_if_long()
        elif self._depth == _CELL_DEPTH:
            self._columns.setdefault(tag, len(self._columns) + 1)
            self._refuse_if_long()
        elif self._depth > _CELL_DEPTH:
            raise UnreadableFile(
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
        text = clean_xml_text("".join(self._value)).strip()
        if self._depth == _RECORD_DEPTH and text:
            self._budget.spend(text)
            # The first row of the grid holds the column names.
            self.cells[self._row + 1, self._columns[tag]] = GridCell(text, CellKind.TEXT)
        self._value = []

    def headings(self) -> dict[tuple[int, int], GridCell]:
        return {(1, column): GridCell(tag, CellKind.TEXT) for tag, column in self._columns.items()}

    def _refuse_if_long(self) -> None:
        bounds = self._budget.bounds
        if self._row >= bounds.rows or len(self._columns) > bounds.columns:
            raise UnreadableFile(
                "sheet_too_big",
                "Le fichier a trop de fiches ou de colonnes.",
                f"{bounds.noun} tient en {bounds.rows} lignes et {bounds.columns} colonnes.",
                "Donnez un fichier par table.",
            )


def grid_from_xml_records(data: bytes, name: str, bounds: FileBounds) -> Grid:
    """Returns one row per record, under a row of headings in order of appearance. Raises ``UnreadableFile``."""
    handler = _RecordHandler(bounds)
    walk_xml(data, name, handler.start, handler.end, handler.text, encodings=frozenset(_ENCODINGS))
    return Grid(sheet=name, cells={**handler.headings(), **handler.cells})
