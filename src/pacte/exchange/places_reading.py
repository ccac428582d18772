"""Reads the workbook of a provider's places: the values entered for each session, and the cells in error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pacte.exchange.documents.places_xlsx import HEADINGS, INPUT_HEADINGS
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import ENTRY_SHEET
from pacte.exchange.records import EMPTY_CELL, Grid
from pacte.exchange.sandbox.launcher import parse_in_sandbox
from pacte.kernel.french import fold_text

_KEYS = HEADINGS[:3]
_MAX_PLACES = 5_000
_MAX_REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class PlacesDefect:
    """``column`` is a letter; ``row`` counts from 1, as the spreadsheet shows them."""

    row: int
    column: str
    value: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class PlacesInputRow:
    """A row of the workbook. None: the cell is empty and nothing changes."""

    row: int
    triplet: tuple[str, str, str]
    opened: int | None
    minimum: int | None
    reason: str
    columns: tuple[str, str, str]


@dataclass(slots=True)
class PlacesWorkbook:
    rows: list[PlacesInputRow] = field(default_factory=list)
    defects: list[PlacesDefect] = field(default_factory=list)


def read_places_workbook(data: bytes, *, name: str) -> PlacesWorkbook:
    """Raises ``UnreadableFile`` when the file is not a workbook or lacks its headings."""
    parsed = parse_in_sandbox(data, name=name, bounds=ENTRY_SHEET)
    for grid in parsed.grids:
        columns = _columns(grid)
        if all(each in columns for each in (*_KEYS, INPUT_HEADINGS[0])):
            return _read_grid(grid, columns)
    raise UnreadableFile(
        "places_headings",
        "Ce fichier n’a pas les colonnes attendues.",
        f"Il faut au moins {', '.join(f'« {each} »' for each in (*_KEYS, INPUT_HEADINGS[0]))} en première ligne.",
        "Téléchargez vos places depuis cette page, changez les cases teintées, puis déposez le même fichier.",
    )


def _columns(grid: Grid) -> dict[str, int]:
    known = {fold_text(each): each for each in HEADINGS}
    columns: dict[str, int] = {}
    for column in range(1, grid.width + 1):
        heading = known.get(fold_text(grid.cells.get((1, column), EMPTY_CELL).text.strip()))
        if heading:
            columns.setdefault(heading, column)
    return columns


def _read_grid(grid: Grid, columns: dict[str, int]) -> PlacesWorkbook:
    workbook = PlacesWorkbook()
    seen: dict[tuple[str, str, str], int] = {}
    for row in range(2, grid.height + 1):
        cells = {name: grid.cells.get((row, column), EMPTY_CELL).text.strip() for name, column in columns.items()}
        first, second, third = (cells[each] for each in _KEYS)
        if not any(cells.values()):
            continue
        key = (first, second, third)
        if not all(key):
            workbook.defects.append(
                _defect(row, columns, _KEYS[2], third, "Il manque un des trois numéros.", "Remettez-le.")
            )
            continue
        if key in seen:
            fix = f"Gardez la ligne {seen[key]} ou celle-ci."
            workbook.defects.append(_defect(row, columns, _KEYS[2], third, "Cette session est déjà plus haut.", fix))
            continue
        seen[key] = row
        numbers = dict(_read_numbers(row, cells, columns, workbook))
        reason = cells.get(INPUT_HEADINGS[2], "")
        if len(reason) > _MAX_REASON_LENGTH:
            workbook.defects.append(
                _defect(row, columns, INPUT_HEADINGS[2], reason[:40], "Ce motif est trop long.", "Une phrase suffit.")
            )
            continue
        letters = tuple(_letter(columns[each]) if each in columns else "" for each in INPUT_HEADINGS)
        workbook.rows.append(
            PlacesInputRow(
                row,
                key,
                numbers.get(INPUT_HEADINGS[0]),
                numbers.get(INPUT_HEADINGS[1]),
                reason,
                (letters[0], letters[1], letters[2]),
            )
        )
    return workbook


def _read_numbers(
    row: int, cells: dict[str, str], columns: dict[str, int], workbook: PlacesWorkbook
) -> Iterator[tuple[str, int | None]]:
    for name in INPUT_HEADINGS[:2]:
        text = cells.get(name, "")
        if not text:
            continue
        bare = text.removesuffix(",0").removesuffix(".0")
        if bare.isascii() and bare.isdigit() and int(bare[:9]) <= _MAX_PLACES and len(bare) < 9:
            yield name, int(bare)
        else:
            message = f"« {text[:40]} » n’est pas un nombre de places."
            workbook.defects.append(
                _defect(row, columns, name, text[:40], message, "Écrivez un nombre entier, par exemple 14.")
            )


def _defect(row: int, columns: dict[str, int], name: str, value: str, message: str, fix: str) -> PlacesDefect:
    return PlacesDefect(row, _letter(columns[name]), value, message, fix)


def _letter(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
