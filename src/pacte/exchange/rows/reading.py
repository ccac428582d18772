"""Reads the rows of an untrusted file from its sandboxed worker. An unexpected answer makes the file unreadable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import ROWS
from pacte.exchange.rows.protocol import RowMessage
from pacte.exchange.sandbox_stream import StreamedFileKind, read_in_sandbox
from pacte.infra.sandbox.parent import SandboxMessage, SandboxMessages

_ENTRY = "pacte.exchange.rows.worker.rows"
_WHY = "Il est abîmé, ou fabriqué pour occuper le serveur."
_TODO = "Ouvrez-le dans un tableur, enregistrez-le sous un autre nom, puis déposez-le."
_FILE_KIND = StreamedFileKind(
    address_space=ROWS.address_space, too_big_reason=_WHY, too_slow_reason=_WHY, unreadable_reason=_WHY, hint=_TODO
)


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
    try:
        with read_in_sandbox(_ENTRY, stream, file_kind=_FILE_KIND, kinds=RowMessage) as frames:
            row_frames = iter(_row_frames(frames))
            first = json.loads(next(row_frames).body)
            if not isinstance(first, list) or len(first) != 3 or not isinstance(first[2], str):
                raise TypeError(first)
            _, headings = _row(first[:2])
            yield RowStream(headings, _rows(row_frames), first[2])
    except UnreadableFile as refusal:
        # What the readers of workbooks say of their limits is reworded for rows.
        if refusal.code in ("file_unreadable", "file_too_slow", "file_too_big"):
            raise UnreadableFile(refusal.code, refusal.message, _WHY, _TODO) from refusal
        raise
    except (ValueError, TypeError, StopIteration) as error:
        raise UnreadableFile("file_unreadable", "Le fichier ne peut pas être lu.", _WHY, _TODO) from error


def _row_frames(frames: SandboxMessages[RowMessage]) -> Iterator[SandboxMessage[RowMessage]]:
    for frame in frames:
        if frame.kind in (RowMessage.HEADING, RowMessage.ROWS):
            yield frame


def _rows(frames: Iterator[SandboxMessage[RowMessage]]) -> Iterator[tuple[int, list[str]]]:
    for frame in frames:
        pairs = json.loads(frame.body)
        if not isinstance(pairs, list):
            raise TypeError(pairs)
        yield from (_row(each) for each in pairs)


def _row(pair: object) -> tuple[int, list[str]]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise TypeError(pair)
    line, cells = pair
    if not isinstance(line, int) or not isinstance(cells, list) or not all(isinstance(cell, str) for cell in cells):
        raise TypeError(pair)
    return line, cells
