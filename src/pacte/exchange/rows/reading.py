"""Reads the rows of an untrusted file from its sandboxed worker. An unexpected answer makes the file unreadable."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import ROWS
from pacte.exchange.rows.protocol import RowMessage
from pacte.exchange.sandbox_stream import StreamedFileKind, read_in_sandbox
from pacte.infra.sandbox.parent import SandboxMessage

_ENTRY = "pacte.exchange.rows.worker.rows"
_WHY = "Il est abîmé, ou fabriqué pour occuper le serveur."
_TODO = "Ouvrez-le dans un tableur, enregistrez-le sous un autre nom, puis déposez-le."
_FILE_KIND = StreamedFileKind(
    address_space=ROWS.address_space, too_big_reason=_WHY, too_slow_reason=_WHY, unreadable_reason=_WHY, hint=_TODO
)


@dataclass(frozen=True, slots=True)
class TableHeading:
    """Headings of one table of a file. ``sheet``: its sheet in a workbook; empty for a text file."""

    sheet: str
    line: int
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """``line`` counts from 1 in its sheet or text file."""

    table: TableHeading
    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class RowStream:
    """``headings``: first row; ``rows``: (line, cells), valid inside the ``with`` block.

    ``sheet``: name of the sheet of a workbook; empty for a text file.
    """

    headings: list[str]
    rows: Iterator[tuple[int, list[str]]]
    sheet: str = ""


@contextmanager
def read_rows(stream: IO[bytes]) -> Iterator[RowStream]:
    """Yields the rows of a csv file (« | », « ; », tabulation, « , ») or of the only sheet of a workbook.

    Raises ``UnreadableFile``, immediately or during iteration, with the line if known.
    """
    with read_tables(stream) as (first, rows):
        yield RowStream(list(first.headings), ((row.line, row.cells) for row in rows), first.sheet)


@contextmanager
def read_tables(
    stream: IO[bytes], *, known_headings: Iterable[str] = ()
) -> Iterator[tuple[TableHeading, Iterator[SheetRow]]]:
    """Yields the first heading, and the rows of all the tables of the file; valid inside the ``with`` block.

    ``known_headings``: a table starts at the row that has the most of them, below any title; with several sheets, those
    that have some. Without any match it starts at the first row, and a workbook has one sheet. Raises
    ``UnreadableFile``, immediately or during iteration, with the line if known.
    """
    arguments = [json.dumps(list(known_headings))]
    try:
        with read_in_sandbox(_ENTRY, stream, file_kind=_FILE_KIND, kinds=RowMessage, arguments=arguments) as messages:
            ordered_messages = iter(messages)
            first = _heading(next(ordered_messages, None))
            yield first, _table_rows(first, ordered_messages)
    except UnreadableFile as refusal:
        # What the readers of workbooks say of their limits is reworded for rows.
        if refusal.code in ("file_unreadable", "file_too_slow", "file_too_big"):
            raise UnreadableFile(refusal.code, refusal.message, _WHY, _TODO) from refusal
        raise


def _table_rows(first: TableHeading, messages: Iterator[SandboxMessage[RowMessage]]) -> Iterator[SheetRow]:
    table = first
    for message in messages:
        if message.kind is RowMessage.HEADING:
            table = _heading(message)
        elif message.kind is RowMessage.ROWS:
            yield from (SheetRow(table, *_row(each)) for each in _list(message, None))


def _heading(message: SandboxMessage[RowMessage] | None) -> TableHeading:
    if message is None or message.kind is not RowMessage.HEADING:
        raise _unexpected_answer()
    line, cells, sheet = _list(message, 3)
    line, headings = _row([line, cells])
    if not isinstance(sheet, str):
        raise _unexpected_answer()
    return TableHeading(sheet, line, tuple(headings))


def _list(message: SandboxMessage[RowMessage], length: int | None) -> list[object]:
    try:
        items = json.loads(message.body)
    except (ValueError, RecursionError):
        items = None
    if not isinstance(items, list) or (length is not None and len(items) != length):
        raise _unexpected_answer()
    return items


def _row(pair: object) -> tuple[int, list[str]]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise _unexpected_answer()
    line, cells = pair
    if not isinstance(line, int) or not isinstance(cells, list) or not all(isinstance(cell, str) for cell in cells):
        raise _unexpected_answer()
    return line, cells


def _unexpected_answer() -> UnreadableFile:
    return UnreadableFile("file_unreadable", "Le fichier ne peut pas être lu.", _WHY, _TODO)
