"""Writes worksheet cells by type: user text can never become a formula or a link."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import groupby
from typing import IO, TypeVar

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import ValidationError

Value = str | int | float | Decimal | None
V = TypeVar("V")

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A text stays a text: never a formula, a link or a number.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

# Locale-independent formats: Excel displays its own thousands separator.
EUROS, SHARE = "#,##0.00 [$€-40C]", "0.0 %"

HEAD_FILL = "#D9E1F2"
DOUBT_FILL = "#FFF2CC"
NOTICE_FILL, NOTICE_INK = "#F6E7BF", "#3D2A00"
AXIS_FILLS = ("#E2EFDA", "#FCE4D6", "#DDEBF7", "#EDE7F6", "#E0F2F1", "#FFF8E1")

_MAX_TEXT_LENGTH = 32_767
_MAX_ROW_HEIGHT = 409
_LINE_HEIGHT = 15
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def clean_cell_text(text: str) -> str:
    """Normalises line ends for Excel and removes control characters that cells cannot contain."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > _MAX_TEXT_LENGTH:
        raise ValidationError(
            "cell_too_long",
            f"Le texte « {text[:40]}… » ({len(text)} signes) ne tient pas dans une cellule d’Excel.",
            f"Excel s’arrête à {_MAX_TEXT_LENGTH} signes.",
            "Raccourcissez-le, ou exportez le plan en csv.",
        )
    return text


def plain_value(value: V) -> V | int | str:
    """The cell value: an action code that is a plain number is written as a number."""
    return value.cell_value if isinstance(value, ActionCode) else value


@contextmanager
def new_workbook(stream: IO[bytes], *, is_large: bool = False, **properties: object) -> Iterator[Workbook]:
    """A workbook with these properties, written to ``stream`` at the end.

    ``is_large``: rows go to the disk as they come, which needs them in order, sheet by sheet.
    """
    memory = {"in_memory": False, "constant_memory": True} if is_large else {}
    with Workbook(stream, _OPTIONS | memory) as workbook:
        workbook.set_properties(properties)
        yield workbook


def creation_time(on: date) -> datetime:
    """What ``created`` says of a workbook made that day: the clock would change the bytes of the same content."""
    return datetime.combine(on, time(), tzinfo=UTC)


class WorksheetWriter:
    """Writes one worksheet cell by cell. Rows and columns count from 0, as in xlsxwriter."""

    def __init__(self, workbook: Workbook, name: str) -> None:
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._workbook = workbook
        self.sheet: Worksheet = workbook.add_worksheet(name)

    def cell_format(self, **properties: object) -> Format:
        """The format with these properties. Defaults: Calibri 11, wrapped, top-aligned."""
        chosen = {"font_name": "Calibri", "font_size": 11, "valign": "top", "text_wrap": True, **properties}
        key = tuple(sorted(chosen.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(chosen)
        return self._formats[key]

    def write_cell(self, row: int, column: int, value: Value, look: Format) -> None:
        """Writes a number as a number, a text as a text, None or "" as a blank formatted cell."""
        value = plain_value(value)
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, clean_cell_text(value), look)
        elif isinstance(value, Decimal) and Decimal(repr(float(value))) != value:
            self.sheet.write_string(row, column, f"{value:f}", look)
        else:
            self.sheet.write_number(row, column, float(value), look)

    def write_merged(self, area: tuple[int, int, int, int], value: Value, look: Format) -> None:
        """Writes the value in an area (first row, first column, last row, last column), merged if it has many cells."""
        first_row, first_column, last_row, last_column = area
        if (first_row, first_column) != (last_row, last_column):
            self.sheet.merge_range(first_row, first_column, last_row, last_column, "", look)
        self.write_cell(first_row, first_column, value, look)

    def add_comment(self, row: int, column: int, text: str) -> None:
        """Adds a comment to the cell, sized to its text."""
        text = clean_cell_text(text)
        height = 20 + 16 * text_lines(text, 46)
        self.sheet.write_comment(
            row, column, text, {"author": "", "width": 320, "height": min(height, 420), "font_size": 10}
        )

    def write_title(self, title: str, *, synthetic: bool) -> None:
        """Writes the title in the first cell, with a notice for synthetic data."""
        text = f"Données fictives · {title}" if synthetic else title
        self.write_cell(0, 0, text, self.cell_format(bold=True, font_size=12, text_wrap=False))

    def write_headings(self, row: int, headings: Sequence[str]) -> None:
        head = self.cell_format(bold=True, bg_color=HEAD_FILL, border=1, valign="vcenter")
        self.write_row(row, headings, [head] * len(headings))

    def set_print(self, footer: str) -> None:
        """Prints on landscape pages, as wide as the table."""
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer(footer)

    def set_table_layout(self, name: str, *, columns: int, lines: int, synthetic: bool) -> None:
        """Filters and prints a table whose headings are in row 2, below its title."""
        self.sheet.freeze_panes(2, 0)
        self.sheet.autofilter(1, 0, max(1 + lines, 1), columns - 1)
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.repeat_rows(1)
        self.set_print(page_footer(synthetic, name))

    def widths(self, widths: Iterable[float]) -> None:
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def write_row(self, row: int, values: Sequence[Value], looks: Sequence[Format]) -> None:
        for column, (value, look) in enumerate(zip(values, looks, strict=True)):
            self.write_cell(row, column, value, look)


def text_lines(text: str, width: float) -> int:
    """Estimated number of lines of a text in a column, from the mean letter width: Excel does not provide it."""
    return sum(max(1, math.ceil(len(line) / (width * 1.08))) for line in text.split("\n"))


def row_height_for(texts: Iterable[tuple[str, float]]) -> float:
    """Height of a row that fits these (text, column width) pairs."""
    tallest = max((text_lines(text, width) for text, width in texts if text), default=1)
    return min(_LINE_HEIGHT * tallest + 4, _MAX_ROW_HEIGHT)


def equal_runs(values: Sequence[object]) -> Iterator[tuple[int, int]]:
    """First and last index of each run of equal consecutive values. An empty value is its own run."""
    start = 0
    for value, members in groupby(values):
        size = len(list(members))
        if value:
            yield start, start + size - 1
        else:
            yield from ((index, index) for index in range(start, start + size))
        start += size


def page_footer(synthetic: bool, name: str) -> str:
    """Footer of printed pages, with a notice for synthetic data. Excel refuses more than 255 characters."""
    escaped_name = clean_cell_text(name).replace("\n", " ").replace("&", "&&")
    label = "Données fictives" if synthetic else ""
    return f"&L{label}&C{escaped_name if len(escaped_name) <= 180 else ''}&R&P / &N"
