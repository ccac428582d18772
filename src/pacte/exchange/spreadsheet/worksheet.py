"""Parses one sheet of a workbook: cells and merged areas. Stops as soon as the sheet exceeds its limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.records import CellKind
from pacte.exchange.spreadsheet.cell_texts import (
    FORMULA_WITHOUT_RESULT,
    clean_xml_text,
    column_number,
    parse_saved_number,
    shown_number,
    shown_time,
)
from pacte.exchange.spreadsheet.sheet_errors import broken_sheet_error
from pacte.exchange.spreadsheet.size_budget import SizeBudget, check_cell_length
from pacte.exchange.spreadsheet.styles import Styles
from pacte.exchange.spreadsheet.xml_walker import walk_xml

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_MAX_DATE_NUMBER = 2_950_000
_SECONDS_IN_A_DAY = 86_400


@dataclass(slots=True)
class WorksheetContent:
    """Plain lists that the worker can serialise: [row, column, kind, text], [top, left, bottom, right]…"""

    cells: list[tuple[int, int, str, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    yellow: list[tuple[int, int]] = field(default_factory=list)


class _Reader:
    def __init__(self, sheet: str, shared: Sequence[str], styles: Styles, epoch_1904: bool, budget: SizeBudget) -> None:
        self.content = WorksheetContent()
        self._sheet, self._shared, self._styles, self._budget = sheet, shared, styles, budget
        self._epoch = _EPOCH_1904 if epoch_1904 else _EPOCH_1900
        self._row = self._column = self._style = 0
        self._type = ""
        self._has_formula = self._in_cell = self._phonetic = False
        self._value: list[str] = []
        self._collecting = False
        self._seen: set[tuple[int, int]] = set()
        self._read_cells = self._merged_cells = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._open_cell(attributes)
        elif tag == "row":
            self._row = _integer(attributes.get("r"), self._row + 1)
            self._column = 0
            self._check(self._row, 1)
        elif self._in_cell and tag == "rPh":
            self._phonetic = True
        elif self._in_cell and tag == "f":
            self._has_formula = True
        elif self._in_cell and tag in ("v", "t") and not self._phonetic:
            self._collecting = True
        elif tag == "dimension":
            self._check(*self._corners(attributes.get("ref", "A1"))[2:])
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._collecting = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "c" and self._in_cell:
            self._close_cell()
            self._in_cell = False

    def text(self, run: str) -> None:
        if self._collecting:
            self._value.append(run)

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            self._row, self._column = self._position(reference)
        self._check(self._row, self._column)
        self._read_cells += 1
        self._in_cell = True
        if (self._row, self._column) in self._seen or self._read_cells > 2 * self._budget.bounds.cells:
            raise self._broken("Une cellule y figure deux fois, ou elle en compte un nombre démesuré.")
        self._seen.add((self._row, self._column))
        self._type = attributes.get("t", "n")
        self._style = _integer(attributes.get("s"), 0)
        self._has_formula = self._phonetic = self._collecting = False
        self._value = []

    def _close_cell(self) -> None:
        raw = "".join(self._value)
        text, kind = self._read(raw)
        place = (self._row, self._column)
        if self._style in self._styles.yellow_styles:
            self.content.yellow.append(place)
        if kind is CellKind.EMPTY:
            return
        check_cell_length(self._sheet, *place, len(text))
        self._budget.spend(text)
        self.content.cells.append((*place, kind.value, text))

    def _read(self, raw: str) -> tuple[str, CellKind]:
        if self._type == "s":
            if not raw.strip().isdecimal() or int(raw) >= len(self._shared):
                raise self._broken("Une cellule renvoie à un texte qui n'existe pas.")
            return self._text_or_empty(self._shared[int(raw)])
        if self._type in ("str", "inlineStr"):
            return self._text_or_empty(clean_xml_text(raw))
        if not raw.strip():
            return (FORMULA_WITHOUT_RESULT, CellKind.ERROR) if self._has_formula else ("", CellKind.EMPTY)
        if self._type == "b":
            return ("VRAI" if raw.strip() == "1" else "FAUX"), CellKind.BOOL
        if self._type == "e":
            return clean_xml_text(raw), CellKind.ERROR
        if self._type == "d":
            return raw.strip()[:10], CellKind.DATE
        return self._number(raw.strip())

    @staticmethod
    def _text_or_empty(text: str) -> tuple[str, CellKind]:
        return (text, CellKind.TEXT) if text.strip() else ("", CellKind.EMPTY)

    def _number(self, raw: str) -> tuple[str, CellKind]:
        number = parse_saved_number(raw)
        if number is None:
            raise self._broken(f"« {raw[:40]} » y est donné pour un nombre.")
        if self._is_time(number):
            return shown_time(round(number * _SECONDS_IN_A_DAY)), CellKind.TEXT
        if self._style in self._styles.date_styles and 0 < number <= _MAX_DATE_NUMBER:
            return (self._epoch + timedelta(days=int(number))).isoformat(), CellKind.DATE
        return shown_number(number), CellKind.NUMBER

    def _is_time(self, number: Decimal) -> bool:
        """Whether the cell shows no day: a time of day, or a duration."""
        styles = self._styles
        is_clock = self._style in styles.clock_styles and 0 <= number < 1
        return is_clock or (self._style in styles.duration_styles and 0 <= number <= _MAX_DATE_NUMBER)

    def _merge(self, reference: str) -> None:
        area = self._corners(reference)
        self._check(area[2], area[3])
        self._merged_cells += (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
        if area[0] > area[2] or area[1] > area[3] or self._merged_cells > 2 * self._budget.bounds.cells:
            raise self._broken("Ses cellules fusionnées sont décrites de travers.")
        self.content.merged.append(area)

    def _corners(self, reference: str) -> tuple[int, int, int, int]:
        first, _, last = reference.replace("$", "").partition(":")
        top, left = self._position(first)
        bottom, right = self._position(last) if last else (top, left)
        return top, left, bottom, right

    def _position(self, reference: str) -> tuple[int, int]:
        match = _REFERENCE.fullmatch(reference)
        if not match:
            raise self._broken(f"« {reference[:20]} » n'y désigne aucune cellule.")
        return int(match[2]), column_number(match[1])

    def _check(self, row: int, column: int) -> None:
        self._budget.check_place(self._sheet, row, column)

    def _broken(self, what: str) -> UnreadableFile:
        place = (self._row, self._column) if self._in_cell else (0, 0)
        return broken_sheet_error(self._sheet, what, *place)


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 9 else otherwise


def read_worksheet(
    data: bytes, member: str, sheet: str, shared: Sequence[str], styles: Styles, *, epoch_1904: bool, budget: SizeBudget
) -> WorksheetContent:
    reader = _Reader(sheet, shared, styles, epoch_1904, budget)
    walk_xml(data, member, reader.start, reader.end, reader.text)
    return reader.content
