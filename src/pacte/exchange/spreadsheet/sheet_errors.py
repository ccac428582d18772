"""Refusals that the readers of sheets share, whatever the format of the workbook."""

from __future__ import annotations

from pacte.exchange import limits
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import FileBounds
from pacte.exchange.records import column_letter
from pacte.exchange.spreadsheet.zip_archive import SAVE_AGAIN

_BLANK_CELLS = "au-delà, ce sont le plus souvent des cellules vides mises en forme."


def broken_sheet_error(sheet: str, what: str, row: int = 0, column: int = 0) -> UnreadableFile:
    """``row`` and ``column``: the cell near which the sheet is broken, 0 when it is not known."""
    place = f" près de {column_letter(column)}{row}" if row and column else ""
    return UnreadableFile(
        "sheet_broken",
        f"La feuille « {sheet} » est abîmée{place}.",
        what,
        SAVE_AGAIN,
        sheet=sheet,
        row=row if place else 0,
        column=column_letter(column) if place else "",
    )


def sheet_too_big_error(
    sheet: str, row: int, column: int, bounds: FileBounds, why: str = _BLANK_CELLS
) -> UnreadableFile:
    """``row`` and ``column``: the cell beyond ``bounds``; ``why`` ends the sentence about the bounds."""
    return UnreadableFile(
        "sheet_too_big",
        f"La feuille « {sheet} » s'étend jusqu'à la cellule {column_letter(column)}{row}.",
        f"{bounds.noun} tient en {bounds.rows} lignes et {bounds.columns} colonnes ; {why}",
        "Supprimez les lignes et les colonnes vides après le tableau, enregistrez, puis déposez le fichier.",
        sheet=sheet,
        row=row,
        column=column_letter(column),
    )


def cell_too_long_error(sheet: str, row: int, column: int, length: int) -> UnreadableFile:
    return UnreadableFile(
        "cell_too_long",
        f"La cellule {column_letter(column)}{row} de la feuille « {sheet} » contient {length} signes.",
        f"Une cellule en contient {limits.MAX_CELL_TEXT} au plus.",
        "Raccourcissez son texte.",
        sheet=sheet,
        row=row,
        column=column_letter(column),
    )
