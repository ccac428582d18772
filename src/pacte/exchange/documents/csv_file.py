"""The only csv writer: semicolons, UTF-8 with a byte order mark, formulas neutralised (``formula_guard``).

A test forbids ``csv.writer`` anywhere else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal

from pacte.exchange.documents.formula_guard import escape_code_formula, escape_formula

MEDIA_TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff"
Cell = str | int | float | Decimal | date | None


def csv_text(rows: Iterable[Sequence[Cell]], *, codes: Collection[int] = (), delimiter: str = ";") -> str:
    """Lines of a csv, without the byte order mark. ``codes``: columns of identifiers read by programs, whose zeros and
    dashes are left as they are; formulas are neutralised there too. Numbers and days are written unchanged."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(
        [_cell_text(cell, is_code=rank in codes) for rank, cell in enumerate(row)] for row in rows
    )
    return text.getvalue()


def csv_bytes(rows: Iterable[Sequence[Cell]], *, codes: Collection[int] = ()) -> bytes:
    """The whole file, with the byte order mark."""
    return (BOM + csv_text(rows, codes=codes)).encode()


def plain_csv_bytes(rows: Iterable[Sequence[Cell]]) -> bytes:
    """A file of a national schema, read by programs: commas, no byte order mark; formulas are neutralised there too."""
    lines = [tuple(row) for row in rows]
    return csv_text(lines, codes=range(max(map(len, lines), default=0)), delimiter=",").encode()


def decimal_comma(value: float | None) -> str:
    return "" if value is None else str(value).replace(".", ",")


def _cell_text(cell: Cell, *, is_code: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return escape_code_formula(cell) if is_code else escape_formula(cell)
    return str(cell)
