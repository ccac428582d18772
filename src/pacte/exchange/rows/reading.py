"""Reads the rows of an untrusted file from its sandboxed worker. An unexpected answer makes the file unreadable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from pacte.exchange.lheo.bounded import Frame, Reading, reading
from pacte.exchange.lheo.frames import Word
from pacte.exchange.unreadable import Unreadable

_CHILD = "pacte.exchange.rows.child"
_WHY = "Il est abîmé, ou fabriqué pour occuper le serveur."
_TODO = "Ouvrez-le dans un tableur, enregistrez-le sous un autre nom, puis déposez-le."


@dataclass(frozen=True, slots=True)
class Rows:
    """``headings``: first row; ``rows``: (line, cells), valid inside the ``with`` block.

    ``sheet``: name of the sheet of a workbook; empty for a text file.
    """

    headings: list[str]
    rows: Iterator[tuple[int, list[str]]]
    sheet: str = ""


@contextmanager
def rows_of(stream: IO[bytes]) -> Iterator[Rows]:
    """Yields the rows of a csv file (« | », « ; », tabulation, « , ») or of the only sheet of a workbook.

    Raises ``UnreadableFile``, immediately or during iteration, with the line if known.
    """
    try:
        with reading(stream, module=_CHILD) as frames:
            told = iter(_frames(frames))
            first = json.loads(next(told).body)
            if not isinstance(first, list) or len(first) != 3 or not isinstance(first[2], str):
                raise TypeError(first)
            _, headings = _row(first[:2])
            yield Rows(headings, _rows(told), first[2])
    except Unreadable as refusal:
        # The sandbox was written for catalogues: its messages about its own limits are reworded for rows.
        if refusal.code in ("file_unreadable", "file_too_slow", "file_too_big"):
            raise Unreadable(refusal.code, refusal.message, _WHY, _TODO) from refusal
        raise
    except (ValueError, TypeError, StopIteration) as error:
        raise Unreadable("file_unreadable", "Le fichier ne peut pas être lu.", _WHY, _TODO) from error


def _frames(frames: Reading) -> Iterator[Frame]:
    for frame in frames:
        if frame.word in (Word.HEADING, Word.ROWS):
            yield frame


def _rows(frames: Iterator[Frame]) -> Iterator[tuple[int, list[str]]]:
    for frame in frames:
        told = json.loads(frame.body)
        if not isinstance(told, list):
            raise TypeError(told)
        yield from (_row(each) for each in told)


def _row(told: object) -> tuple[int, list[str]]:
    if not isinstance(told, list) or len(told) != 2:
        raise TypeError(told)
    line, cells = told
    if not isinstance(line, int) or not isinstance(cells, list) or not all(isinstance(cell, str) for cell in cells):
        raise TypeError(told)
    return line, cells
