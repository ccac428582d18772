"""The uploaded sheet on the review page of an import: rows around the marks, under their headings. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pacte.exchange.records import EMPTY_CELL, Grid, column_letter
from pacte.plan.records import CellReference, ColumnGuess

_AROUND = 1  # rows shown around a marked row
_GAP = 2  # gaps of at most this many rows are shown
_WIDEST = 16
# Maximum text length of a cell, by number of columns, so that the sheet fits the page.
_LONGEST = ((6, 40), (9, 24), (12, 17), (_WIDEST, 14))
_SAMPLE = 40
_MOST_ROWS = 120
_TOP_ROWS = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """Content of a mark: a number for a defect, a letter for a change, "" for an accepted warning."""

    text: str
    tone: str


def sheets_of(
    grids: Sequence[Grid], marks: Mapping[CellReference, Mark], columns: Sequence[ColumnGuess]
) -> list[dict[str, Any]]:
    """Parameters of the component ``sheet_grid``, one per sheet with a mark."""
    return [
        _sheet(grid, here, [guess for guess in columns if guess.sheet == grid.sheet])
        for grid in grids
        if not grid.is_hidden and (here := {cell: mark for cell, mark in marks.items() if cell.sheet == grid.sheet})
    ]


def samples_of(grids: Sequence[Grid], columns: Sequence[ColumnGuess]) -> dict[tuple[str, str], str]:
    """First value under each heading, by sheet and letter, to tell columns apart."""
    found: dict[tuple[str, str], str] = {}
    for grid in grids:
        own = [guess for guess in columns if guess.sheet == grid.sheet]
        first = max(_head_rows(grid, own), default=0) + 1
        for (row, column), cell in sorted(grid.cells.items()):
            if row >= first and cell.text.strip():
                found.setdefault((grid.sheet, column_letter(column)), _short(cell.text, _SAMPLE))
    return found


def _sheet(grid: Grid, marks: Mapping[CellReference, Mark], columns: Sequence[ColumnGuess]) -> dict[str, Any]:
    head = _head_rows(grid, columns)
    wanted = _wanted(grid, {cell.row for cell in marks}, head)
    shown, left = wanted[:_MOST_ROWS], wanted[_MOST_ROWS:]
    letters = _letters(grid, shown or head, {cell.column for cell in marks})
    rows = [_row(grid, row, letters, marks, is_head=True) for row in head]
    last = max(head, default=0)
    for row in shown:
        if row > last + 1:
            rows.append({"skipped": _skipped(last + 1, row - 1, "rien à signaler")})
        rows.append(_row(grid, row, letters, marks))
        last = row
    if last < grid.height:
        why = "non montrées ici, décrites plus bas" if left else "rien à signaler"
        rows.append({"skipped": _skipped(last + 1, grid.height, why)})
    return {
        "name": grid.sheet,
        "letters": [letter for _, letter in letters],
        "rows": rows,
        "label": f"feuille « {grid.sheet} »",
    }


def _head_rows(grid: Grid, columns: Sequence[ColumnGuess]) -> list[int]:
    """Rows that contain only words of the recognised headings."""
    headings = {guess.letter: guess.heading for guess in columns}
    rows: dict[int, list[bool]] = {}
    for (row, column), cell in grid.cells.items():
        if row <= _TOP_ROWS and cell.text.strip():
            rows.setdefault(row, []).append(cell.text.strip() in headings.get(column_letter(column), ""))
    return sorted(row for row, found in rows.items() if all(found))


def _wanted(grid: Grid, marked: set[int], head: Sequence[int]) -> list[int]:
    around = {
        near
        for row in marked
        for near in range(row - _AROUND, row + _AROUND + 1)
        if max(head, default=0) < near <= grid.height
    }
    rows = sorted(around)
    holes = {row for before, after in pairwise(rows) if after - before - 1 <= _GAP for row in range(before + 1, after)}
    return sorted(around | holes)


def _letters(grid: Grid, rows: Sequence[int], marked: set[str]) -> list[tuple[int, str]]:
    """Columns with content in the shown rows. Marked columns have priority when there are too many."""
    filled = {
        column for row in rows for column in range(1, grid.width + 1) if grid.cells.get((row, column), EMPTY_CELL).text
    }
    every = [
        (column, column_letter(column))
        for column in range(1, max(grid.width, 1) + 1)
        if column in filled or column_letter(column) in marked
    ]
    kept = sorted(every, key=lambda each: (each[1] not in marked, each[0]))[:_WIDEST]
    return sorted(kept)


def _row(
    grid: Grid,
    row: int,
    letters: Sequence[tuple[int, str]],
    marks: Mapping[CellReference, Mark],
    *,
    is_head: bool = False,
) -> dict[str, Any]:
    longest = next(length for most, length in _LONGEST if len(letters) <= most)
    cells = [
        _cell(
            grid.cells.get((row, column), EMPTY_CELL).text, marks.get(CellReference(grid.sheet, row, letter)), longest
        )
        for column, letter in letters
    ]
    return {"number": row, "is_head": is_head, "cells": cells}


def _cell(whole: str, mark: Mark | None, longest: int) -> dict[str, str]:
    text = _short(whole, longest - 2 if mark else longest)
    return {"text": text} | ({"mark": mark.text, "tone": mark.tone} if mark else {})


def _short(text: str, longest: int) -> str:
    flat = " ".join(text.split())
    return f"{flat[: longest - 1].rstrip()}…" if len(flat) > longest else flat


def _skipped(first: int, last: int, why: str) -> str:
    return f"ligne {first} : {why}" if first == last else f"lignes {first} à {last} : {why}"
