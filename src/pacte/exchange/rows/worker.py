"""Sandboxed reader of a file of rows: sends them in chunks. It may die at any time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import chain, islice
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
from pacte.kernel.french import fold_text

MAX_COLUMNS = 200
MAX_CELL = 4_000
_CHUNK = 500
_DELIMITERS = "|;\t,"
# A title, a date and a notice may stand above the headings.
_ROWS_ABOVE = 10
_ENOUGH_HEADINGS = 2

Row = tuple[int, list[str]]
SheetRows = tuple[str, Iterator[Row]]


def parse_tables(data: bytes, known_headings: frozenset[str] = frozenset()) -> Iterator[SheetRows]:
    """Yields each table: its sheet (empty for a text file), then (line, cells) of its non-empty rows, headings first.

    ``known_headings``, folded: a table starts at the row that has the most of them, and a workbook may have several
    tables. Without any match, it starts at the first row, and a workbook has only one. Raises ``UnreadableFile``,
    immediately or during iteration.
    """
    if not data.startswith(b"PK"):
        yield "", _from_headings(_text_rows(decode_text(data).text), known_headings)[1]
        return
    grids = [grid for grid in grids_from_workbook(data, ROWS) if grid.cells and not grid.is_hidden]
    tables = [(grid.sheet, *_from_headings(_grid_rows(grid), known_headings)) for grid in grids]
    matching = [(sheet, rows) for sheet, count, rows in tables if count >= _ENOUGH_HEADINGS]
    if matching:
        yield from matching
        return
    grid = _only_grid(grids)
    yield grid.sheet, _grid_rows(grid)


def _from_headings(rows: Iterator[Row], known_headings: frozenset[str]) -> tuple[int, Iterator[Row]]:
    """The number of known headings of the first row, and the rows from it."""
    if not known_headings:
        return 0, rows
    first = list(islice(rows, _ROWS_ABOVE))
    counts = [len({fold_text(cell) for cell in cells} & known_headings) for _, cells in first]
    most = max(counts, default=0)
    start = counts.index(most) if most >= _ENOUGH_HEADINGS else 0
    return most, chain(first[start:], rows)


def _only_grid(grids: list[Grid]) -> Grid:
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


def write_rows(data: bytes, out: IO[bytes], known_headings: frozenset[str] = frozenset()) -> None:
    """Sends the headings and chunks of rows of each table, then the end, or a refusal."""
    with send_refusals(out):
        if len(data) > ROWS.file_bytes:
            raise UnreadableFile("file_too_big", "Le fichier est trop gros.", "", "Coupez-le.")
        count = 0
        for sheet, rows in parse_tables(data, known_headings):
            count += _write_table(out, sheet, rows, count)
        if not count:
            raise UnreadableFile("empty", "Le fichier est vide.", "", "Déposez le fichier tel que l’outil le donne.")
        send_json_message(out, RowMessage.END, {"rows": count - 1})


def _write_table(out: IO[bytes], sheet: str, rows: Iterator[Row], count_before: int) -> int:
    """Returns the number of rows of the table, headings included."""
    chunk: list[Row] = []
    count = 0
    for line, cells in rows:
        cells = [" ".join(cell.replace("\x00", "").split())[:MAX_CELL] for cell in cells[:MAX_COLUMNS]]
        if not count:
            send_json_message(out, RowMessage.HEADING, [line, cells, sheet[:100]])
        else:
            chunk.append((line, cells))
        count += 1
        if count_before + count > ROWS.rows + 1:
            raise UnreadableFile(
                "too_many_rows", f"Le fichier dépasse {ROWS.rows} lignes.", "", "Coupez-le en plusieurs fichiers."
            )
        if len(chunk) == _CHUNK:
            send_json_message(out, RowMessage.ROWS, chunk)
            chunk = []
    if chunk:
        send_json_message(out, RowMessage.ROWS, chunk)
    return count


@sandbox_entry
def rows(known_headings: str = "[]") -> FileReader:
    headings = frozenset(map(fold_text, json.loads(known_headings)))
    return lambda source, out: write_rows(source.read(ROWS.file_bytes + 1), out, headings)
