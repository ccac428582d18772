"""Reads the workbook of a provider's places: the values entered for each session, and the cells in error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pacte.exchange.bounded import parse
from pacte.exchange.documents.places_xlsx import HEADINGS, TYPED
from pacte.exchange.limits import SHEET
from pacte.exchange.records import EMPTY_CELL, Grid
from pacte.exchange.unreadable import Unreadable
from pacte.kernel.french import fold_text

_KEYS = HEADINGS[:3]
_MOST = 5_000
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class CellDefect:
    """``column`` is a letter; ``row`` counts from 1, as the spreadsheet shows them."""

    row: int
    column: str
    value: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class TypedPlaces:
    """A row of the workbook. None: the cell is empty and nothing changes."""

    row: int
    triplet: tuple[str, str, str]
    opened: int | None
    minimum: int | None
    reason: str
    columns: tuple[str, str, str]


@dataclass(slots=True)
class PlacesSheet:
    lines: list[TypedPlaces] = field(default_factory=list)
    defects: list[CellDefect] = field(default_factory=list)


def read(data: bytes, *, name: str) -> PlacesSheet:
    """Raises ``UnreadableFile`` when the file is not a workbook or lacks its headings."""
    parsed = parse(data, name=name, bounds=SHEET)
    for grid in parsed.grids:
        columns = _columns(grid)
        if all(each in columns for each in (*_KEYS, TYPED[0])):
            return _read(grid, columns)
    raise Unreadable(
        "places_headings",
        "Ce fichier n’a pas les colonnes attendues.",
        f"Il faut au moins {', '.join(f'« {each} »' for each in (*_KEYS, TYPED[0]))} en première ligne.",
        "Téléchargez vos places depuis cette page, changez les cases teintées, puis déposez le même fichier.",
    )


def _columns(grid: Grid) -> dict[str, int]:
    known = {fold_text(each): each for each in HEADINGS}
    found: dict[str, int] = {}
    for column in range(1, grid.width + 1):
        heading = known.get(fold_text(grid.cells.get((1, column), EMPTY_CELL).text.strip()))
        if heading:
            found.setdefault(heading, column)
    return found


def _read(grid: Grid, columns: dict[str, int]) -> PlacesSheet:
    found = PlacesSheet()
    seen: dict[tuple[str, str, str], int] = {}
    for row in range(2, grid.height + 1):
        cells = {name: grid.cells.get((row, column), EMPTY_CELL).text.strip() for name, column in columns.items()}
        first, second, third = (cells[each] for each in _KEYS)
        if not any(cells.values()):
            continue
        key = (first, second, third)
        if not all(key):
            found.defects.append(
                _defect(row, columns, _KEYS[2], third, "Il manque un des trois numéros.", "Remettez-le.")
            )
            continue
        if key in seen:
            fix = f"Gardez la ligne {seen[key]} ou celle-ci."
            found.defects.append(_defect(row, columns, _KEYS[2], third, "Cette session est déjà plus haut.", fix))
            continue
        seen[key] = row
        numbers = dict(_numbers(row, cells, columns, found))
        reason = cells.get(TYPED[2], "")
        if len(reason) > _LONGEST:
            found.defects.append(
                _defect(row, columns, TYPED[2], reason[:40], "Ce motif est trop long.", "Une phrase suffit.")
            )
            continue
        letters = tuple(_letter(columns[each]) if each in columns else "" for each in TYPED)
        found.lines.append(
            TypedPlaces(
                row, key, numbers.get(TYPED[0]), numbers.get(TYPED[1]), reason, (letters[0], letters[1], letters[2])
            )
        )
    return found


def _numbers(
    row: int, cells: dict[str, str], columns: dict[str, int], found: PlacesSheet
) -> Iterator[tuple[str, int | None]]:
    for name in TYPED[:2]:
        text = cells.get(name, "")
        if not text:
            continue
        bare = text.removesuffix(",0").removesuffix(".0")
        if bare.isascii() and bare.isdigit() and int(bare[:9]) <= _MOST and len(bare) < 9:
            yield name, int(bare)
        else:
            said = f"« {text[:40]} » n’est pas un nombre de places."
            found.defects.append(
                _defect(row, columns, name, text[:40], said, "Écrivez un nombre entier, par exemple 14.")
            )


def _defect(row: int, columns: dict[str, int], name: str, value: str, message: str, fix: str) -> CellDefect:
    return CellDefect(row, _letter(columns[name]), value, message, fix)


def _letter(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
