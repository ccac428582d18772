"""Parses one sheet of a workbook: cells and merged areas. Stops as soon as the sheet exceeds its limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from pacte.exchange import limits
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import FileBounds
from pacte.exchange.records import CellKind, column_letter
from pacte.exchange.spreadsheet.styles import Styles
from pacte.exchange.spreadsheet.xml_walker import walk_xml

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_INVISIBLE_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_MAX_DATE_NUMBER = 2_950_000


@dataclass(slots=True)
class WorksheetContent:
    """Plain lists that the worker can serialise: [row, column, kind, text], [top, left, bottom, right]…"""

    cells: list[tuple[int, int, str, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    yellow: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class SizeBudget:
    """Counts the text and cells read in all sheets of a file, against the limits."""

    bounds: FileBounds
    cells: int = 0
    text: int = 0

    def spend(self, text: str) -> None:
        self.cells += 1
        self.text += len(text)
        if self.cells > self.bounds.cells or self.text > self.bounds.text:
            raise UnreadableFile(
                "file_too_long",
                "Le fichier contient trop de texte ou de cellules.",
                f"{self.bounds.noun} tient en moins de {self.bounds.cells} cellules.",
                "Gardez la feuille utile et supprimez les autres, puis déposez le fichier.",
            )


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def clean_xml_text(text: str) -> str:
    """Decodes the escapes of the format, normalises line endings, removes invisible characters."""
    unescaped = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return (
        _INVISIBLE_CHARACTERS.sub("", unescaped.replace("\r\n", "\n").replace("\r", "\n"))
        .encode("utf-8", "replace")
        .decode()
    )


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
        if len(text) > limits.MAX_CELL_TEXT:
            raise UnreadableFile(
                "cell_too_long",
                f"La cellule {column_letter(place[1])}{place[0]} de la feuille « {self._sheet} » contient"
                f" {len(text)} signes.",
                f"Une cellule en contient {limits.MAX_CELL_TEXT} au plus.",
                "Raccourcissez son texte.",
                sheet=self._sheet,
                row=place[0],
                column=column_letter(place[1]),
            )
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
            return ("formule sans résultat", CellKind.ERROR) if self._has_formula else ("", CellKind.EMPTY)
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
        try:
            number = Decimal(raw)
        except InvalidOperation:
            raise self._broken(f"« {raw[:40]} » y est donné pour un nombre.") from None
        if not number.is_finite() or abs(number.adjusted()) > 30:
            raise self._broken(f"« {raw[:40]} » y est donné pour un nombre.")
        if self._style in self._styles.date_styles and 0 < number <= _MAX_DATE_NUMBER:
            return (self._epoch + timedelta(days=int(number))).isoformat(), CellKind.DATE
        # A spreadsheet shows fifteen digits: 0.1 + 0.2 is saved as 0.30000000000000004.
        return format(Decimal(format(number, ".15g")), "f"), CellKind.NUMBER

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
        bounds = self._budget.bounds
        if row > bounds.rows or column > bounds.columns:
            place = f"{column_letter(column)}{row}"
            raise UnreadableFile(
                "sheet_too_big",
                f"La feuille « {self._sheet} » s'étend jusqu'à la cellule {place}.",
                f"{bounds.noun} tient en {bounds.rows} lignes et {bounds.columns} colonnes ; au-delà, ce sont"
                " le plus souvent des cellules vides mises en forme.",
                "Supprimez les lignes et les colonnes vides après le tableau, enregistrez, puis déposez le fichier.",
                sheet=self._sheet,
                row=row,
                column=column_letter(column),
            )

    def _broken(self, what: str) -> UnreadableFile:
        place = f"{column_letter(self._column)}{self._row}" if self._in_cell else ""
        return UnreadableFile(
            "sheet_broken",
            f"La feuille « {self._sheet} » est abîmée{f' près de {place}' if place else ''}.",
            what,
            "Ouvrez le fichier dans un tableur, enregistrez-le sous un autre nom au format .xlsx, puis déposez-le.",
            sheet=self._sheet,
            row=self._row if place else 0,
            column=column_letter(self._column) if place else "",
        )


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 9 else otherwise


def read_worksheet(
    data: bytes, member: str, sheet: str, shared: Sequence[str], styles: Styles, *, epoch_1904: bool, budget: SizeBudget
) -> WorksheetContent:
    reader = _Reader(sheet, shared, styles, epoch_1904, budget)
    walk_xml(data, member, reader.start, reader.end, reader.text)
    return reader.content
