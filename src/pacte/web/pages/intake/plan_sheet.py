"""The sheets of a plan file on its page: rows around the marks, under their headings. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pacte.exchange.plan_table.column_samples import heading_rows, short_cell_text
from pacte.exchange.records import EMPTY_CELL, Grid, column_letter
from pacte.kernel.defects import CellReference
from pacte.plan.records import ColumnGuess

_CONTEXT_ROWS = 1  # rows shown around a marked row
_MAX_HIDDEN_GAP = 2  # gaps of at most this many rows are shown
_MAX_COLUMNS = 16
# Maximum text length of a cell, by number of columns, so that the sheet fits the page.
_MAX_TEXT_BY_COLUMNS = ((6, 40), (9, 24), (12, 17), (_MAX_COLUMNS, 14))
_MAX_ROWS = 120


@dataclass(frozen=True, slots=True)
class SheetCellMark:
    """Content of a mark: a number for a defect, a letter for a change, "" for an accepted warning."""

    text: str
    tone: str


def marked_sheets(
    grids: Sequence[Grid], marks: Mapping[CellReference, SheetCellMark], columns: Sequence[ColumnGuess]
) -> list[dict[str, Any]]:
    """Parameters of the component ``sheet_grid``, one per sheet with a mark."""
    return [
        _sheet_values(grid, here, [guess for guess in columns if guess.sheet == grid.sheet])
        for grid in grids
        if not grid.is_hidden and (here := {cell: mark for cell, mark in marks.items() if cell.sheet == grid.sheet})
    ]


def _sheet_values(
    grid: Grid, marks: Mapping[CellReference, SheetCellMark], columns: Sequence[ColumnGuess]
) -> dict[str, Any]:
    head = heading_rows(grid, columns)
    row_numbers = _rows_to_show(grid, {cell.row for cell in marks}, head)
    shown, left = row_numbers[:_MAX_ROWS], row_numbers[_MAX_ROWS:]
    letters = _columns_to_show(grid, shown or head, {cell.column for cell in marks})
    rows = [_row_values(grid, row, letters, marks, is_head=True) for row in head]
    last = max(head, default=0)
    for row in shown:
        if row > last + 1:
            rows.append({"skipped": _skipped_rows_text(last + 1, row - 1, "rien à signaler")})
        rows.append(_row_values(grid, row, letters, marks))
        last = row
    if last < grid.height:
        why = "non montrées ici, décrites plus bas" if left else "rien à signaler"
        rows.append({"skipped": _skipped_rows_text(last + 1, grid.height, why)})
    return {
        "name": grid.sheet,
        "letters": [letter for _, letter in letters],
        "rows": rows,
        "label": f"feuille « {grid.sheet} »",
    }


def _rows_to_show(grid: Grid, marked: set[int], head: Sequence[int]) -> list[int]:
    around = {
        near
        for row in marked
        for near in range(row - _CONTEXT_ROWS, row + _CONTEXT_ROWS + 1)
        if max(head, default=0) < near <= grid.height
    }
    rows = sorted(around)
    holes = {
        row
        for before, after in pairwise(rows)
        if after - before - 1 <= _MAX_HIDDEN_GAP
        for row in range(before + 1, after)
    }
    return sorted(around | holes)


def _columns_to_show(grid: Grid, rows: Sequence[int], marked: set[str]) -> list[tuple[int, str]]:
    """Columns with content in the shown rows. Marked columns have priority when there are too many."""
    filled = {
        column for row in rows for column in range(1, grid.width + 1) if grid.cells.get((row, column), EMPTY_CELL).text
    }
    every = [
        (column, column_letter(column))
        for column in range(1, max(grid.width, 1) + 1)
        if column in filled or column_letter(column) in marked
    ]
    shown_columns = sorted(every, key=lambda each: (each[1] not in marked, each[0]))[:_MAX_COLUMNS]
    return sorted(shown_columns)


def _row_values(
    grid: Grid,
    row: int,
    letters: Sequence[tuple[int, str]],
    marks: Mapping[CellReference, SheetCellMark],
    *,
    is_head: bool = False,
) -> dict[str, Any]:
    longest = next(length for most, length in _MAX_TEXT_BY_COLUMNS if len(letters) <= most)
    cells = [
        _cell_values(
            grid.cells.get((row, column), EMPTY_CELL).text, marks.get(CellReference(grid.sheet, row, letter)), longest
        )
        for column, letter in letters
    ]
    return {"number": row, "is_head": is_head, "cells": cells}


def _cell_values(full_text: str, mark: SheetCellMark | None, max_length: int) -> dict[str, str]:
    text = short_cell_text(full_text, max_length - 2 if mark else max_length)
    return {"text": text} | ({"mark": mark.text, "tone": mark.tone} if mark else {})


def _skipped_rows_text(first: int, last: int, why: str) -> str:
    return f"ligne {first} : {why}" if first == last else f"lignes {first} à {last} : {why}"
