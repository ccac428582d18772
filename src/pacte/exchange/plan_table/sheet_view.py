"""View of one sheet in which a merged cell gives its value to all cells that it covers."""

from __future__ import annotations

import re

from pacte.exchange.records import EMPTY_CELL, CellArea, Grid, GridCell, column_letter
from pacte.kernel.defects import CellReference


class SheetView:
    """Looks up cells by (row, column) counted from 1."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.height = grid.height
        self.width = grid.width
        self._areas: dict[tuple[int, int], CellArea] = {}
        for area in grid.merged:
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    self._areas[(row, column)] = area
        self._by_row: dict[int, list[int]] = {}
        for row, column in sorted(grid.cells):
            self._by_row.setdefault(row, []).append(column)
        self._remarks = {self.anchor(*place): text for place, text in grid.comments.items()}
        self._yellow = {self.anchor(*place) for place in grid.yellow}

    def area(self, row: int, column: int) -> CellArea:
        """The merged area around the cell, or the cell alone."""
        return self._areas.get((row, column)) or CellArea(row, column, row, column)

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        area = self.area(row, column)
        return area.top, area.left

    def value(self, row: int, column: int) -> GridCell:
        return self.grid.cells.get(self.anchor(row, column), EMPTY_CELL)

    def text(self, row: int, column: int) -> str:
        """Text of the cell, with trimmed lines and without blank lines at both ends."""
        return trim_lines(self.value(row, column).text)

    def own_columns(self, row: int) -> list[int]:
        """Columns of the cells written in this row (not covered by a cell merged from above)."""
        return [column for column in self._by_row.get(row, []) if self.anchor(row, column) == (row, column)]

    def cell(self, row: int, column: int) -> CellReference:
        """Location of the value: the first cell of a merged area."""
        top, left = self.anchor(row, column)
        return CellReference(self.grid.sheet, top, column_letter(left))

    def remark(self, row: int, column: int) -> str:
        """The comment on the cell, or the meaning of its yellow fill; "" when there is neither."""
        anchor = self.anchor(row, column)
        if anchor in self._remarks:
            return self._remarks[anchor]
        return "Cellule surlignée en jaune dans le fichier." if anchor in self._yellow else ""

    def is_yellow(self, row: int, column: int) -> bool:
        return self.anchor(row, column) in self._yellow


def trim_lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().split("\n"))


def collapse_spaces(text: str) -> str:
    """Returns the text on one line with single spaces; a no-break space is unchanged.

    Texts are normalised here before pattern matching: long runs of spaces make patterns slow.
    """
    return re.sub(r"\s{2,}", " ", re.sub(r"[ \t\r\n]+", " ", text)).strip()
