"""Counts what the sheets of a file hold, against the bounds of its kind."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.exchange import limits
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import FileBounds
from pacte.exchange.spreadsheet.sheet_errors import cell_too_long_error, sheet_too_big_error


@dataclass(slots=True)
class SizeBudget:
    """Counts the text and cells read in all sheets of a file, against the limits."""

    bounds: FileBounds
    cells: int = 0
    text: int = 0

    def spend(self, text: str) -> None:
        self.cells += 1
        self.text += len(text)
        if self.cells > self.bounds.cells or self.text > self.bounds.text:
            raise UnreadableFile(
                "file_too_long",
                "Le fichier contient trop de texte ou de cellules.",
                f"{self.bounds.noun} tient en moins de {self.bounds.cells} cellules.",
                "Gardez la feuille utile et supprimez les autres, puis déposez le fichier.",
            )

    def check_place(self, sheet: str, row: int, column: int) -> None:
        """Raises ``UnreadableFile`` for a cell beyond the rows and columns of the bounds."""
        if row > self.bounds.rows or column > self.bounds.columns:
            raise sheet_too_big_error(sheet, row, column, self.bounds)


def check_cell_length(sheet: str, row: int, column: int, length: int) -> None:
    """Raises ``UnreadableFile`` for a text longer than a spreadsheet allows. ``length``: in signs."""
    if length > limits.MAX_CELL_TEXT:
        raise cell_too_long_error(sheet, row, column, length)
