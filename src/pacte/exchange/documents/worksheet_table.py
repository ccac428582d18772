"""A plain worksheet: a title, headings, one row per item. Texts, numbers and days keep their type."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from xlsxwriter import Workbook

from pacte.exchange.documents.xlsx_worksheet import (
    EUROS,
    MEDIA_TYPE,
    SHARE,
    Value,
    WorksheetWriter,
    creation_time,
    new_workbook,
    plain_value,
    row_height_for,
)

__all__ = ["MEDIA_TYPE", "Column", "ShareCell", "TableCell", "workbook_bytes", "write_worksheet_table"]


Column = tuple[str, float]
TableCell = Value | date


class ShareCell(Decimal):
    """A ratio displayed as a percentage: the cell value is 0.97 and reads « 97,0 % »."""


_DAY = "dd/mm/yyyy"


def workbook_bytes(title: str, subject: str, on: date, *, synthetic: bool, fill: Callable[[Workbook], None]) -> bytes:
    """A workbook filled by ``fill``. Reproducible: its creation date is ``on``, never the clock."""
    stream = io.BytesIO()
    comments = "Données fictives" if synthetic else ""
    with new_workbook(stream, title=title, subject=subject, comments=comments, created=creation_time(on)) as workbook:
        fill(workbook)
    return stream.getvalue()


def write_worksheet_table(
    workbook: Workbook,
    name: str,
    title: str,
    columns: Sequence[Column],
    lines: Sequence[Sequence[TableCell]],
    *,
    synthetic: bool,
    empty: str = "Aucune ligne.",
    money: Sequence[str] = (),
) -> None:
    """Row 1 is the title, row 2 the headings, data start at row 3. ``money``: headings of the columns in euros."""
    out = WorksheetWriter(workbook, name)
    out.write_title(title, synthetic=synthetic)
    out.write_headings(1, [heading for heading, _ in columns])
    rule: dict[str, object] = {"bottom": 4, "bottom_color": "#C5BDAD"}
    for index, line in enumerate(lines or [[empty, *[None] * (len(columns) - 1)]]):
        row = 2 + index
        for column, (cell, (heading, _)) in enumerate(zip(line, columns, strict=True)):
            value = plain_value(cell)
            if isinstance(value, date):
                out.sheet.write_datetime(row, column, value, out.cell_format(**rule, num_format=_DAY, align="left"))
            elif isinstance(value, Decimal | int):
                shape = SHARE if isinstance(value, ShareCell) else EUROS if heading in money else "General"
                out.write_cell(row, column, value, out.cell_format(**rule, num_format=shape))
            else:
                out.write_cell(row, column, value, out.cell_format(**rule))
        widths = [width for _, width in columns]
        out.sheet.set_row(
            row, row_height_for((_cell_text(value), width) for value, width in zip(line, widths, strict=True))
        )
    out.widths(width for _, width in columns)
    shown_lines = max(len(lines), 1)
    out.set_table_layout(name, columns=len(columns), lines=shown_lines, synthetic=synthetic)
    out.sheet.ignore_errors({"number_stored_as_text": f"A1:Z{2 + shown_lines}"})


def _cell_text(value: TableCell) -> str:
    return "" if value is None or isinstance(value, date) else str(value)
