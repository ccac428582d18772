"""Sandboxed reader of a file of rows: sends them in chunks. It may die at any time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import ROWS
from pacte.exchange.parsers.text_decoding import SAVE_AS_UTF8, decode_text
from pacte.exchange.records import Grid
from pacte.exchange.rows.protocol import RowMessage
from pacte.exchange.sandbox_protocol import send_refusals
from pacte.exchange.spreadsheet.workbook import grids_from_workbook
from pacte.infra.sandbox.protocol import send_json_message
from pacte.infra.sandbox.worker import FileReader, sandbox_entry

MAX_COLUMNS = 200
MAX_CELL = 4_000
_CHUNK = 500
_DELIMITERS = "|;\t,"

Row = tuple[int, list[str]]


def parse_rows(data: bytes) -> tuple[str, Iterator[Row]]:
    """Returns the sheet name (empty for a text file), then (line, cells) of each non-empty row.

    Raises ``UnreadableFile``, immediately or during iteration.
    """
    if data.startswith(b"PK"):
        grid = _only_grid(data)
        return grid.sheet, _grid_rows(grid)
    return "", _text_rows(decode_text(data).text)


def _only_grid(data: bytes) -> Grid:
    grids = [grid for grid in grids_from_workbook(data, ROWS) if grid.cells and not grid.is_hidden]
    if len(grids) != 1:
        raise UnreadableFile(
            "sheets", f"Le classeur a {len(grids)} feuilles remplies.", "On ne sait pas laquelle lire.",
            "Gardez la seule feuille des lignes à lire.",
        )  # fmt: skip
    return grids[0]


def _grid_rows(grid: Grid) -> Iterator[Row]:
    cells = grid.cells
    width = max(column for _, column in cells)
    for row in sorted({row for row, _ in cells}):
        texts = [cells[row, column].text if (row, column) in cells else "" for column in range(1, width + 1)]
        yield row, texts


def _text_rows(text: str) -> Iterator[Row]:
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(MAX_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.count(delimiter) >= max(len(cells) - 1, 2) and "\n" in cell for cell in cells):
                raise _bad_quote_error(line)
            if any(cell.strip() for cell in cells):
                yield line, cells
    except csv.Error as error:
        raise _bad_quote_error(before + 1) from error


def _bad_quote_error(line: int) -> UnreadableFile:
    return UnreadableFile(
        "csv_quote", f"Ligne {line} : un guillemet est mal placé.",
        "Il ferait avaler les lignes qui suivent.", SAVE_AS_UTF8, row=line,
    )  # fmt: skip


def write_rows(data: bytes, out: IO[bytes]) -> None:
    """Sends the headings, chunks of rows and the end, or a refusal."""
    with send_refusals(out):
        if len(data) > ROWS.file_bytes:
            raise UnreadableFile("file_too_big", "Le fichier est trop gros.", "", "Coupez-le.")
        sheet, rows = parse_rows(data)
        chunk: list[Row] = []
        count = 0
        for line, cells in rows:
            cells = [" ".join(cell.replace("\x00", "").split())[:MAX_CELL] for cell in cells[:MAX_COLUMNS]]
            if not count:
                send_json_message(out, RowMessage.HEADING, [line, cells, sheet[:100]])
            else:
                chunk.append((line, cells))
            count += 1
            if count > ROWS.rows + 1:
                raise UnreadableFile(
                    "too_many_rows", f"Le fichier dépasse {ROWS.rows} lignes.", "", "Coupez-le en plusieurs fichiers."
                )
            if len(chunk) == _CHUNK:
                send_json_message(out, RowMessage.ROWS, chunk)
                chunk = []
        if chunk:
            send_json_message(out, RowMessage.ROWS, chunk)
        if not count:
            raise UnreadableFile("empty", "Le fichier est vide.", "", "Déposez le fichier tel que l’outil le donne.")
        send_json_message(out, RowMessage.END, {"rows": count - 1})


@sandbox_entry
def rows() -> FileReader:
    return lambda source, out: write_rows(source.read(ROWS.file_bytes + 1), out)
