"""A plain worksheet: a title, headings, one row per item. Texts, numbers and days keep their type."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal

import xlsxwriter
from xlsxwriter import Workbook

from pacte.exchange.documents.xlsx_worksheet import (
    EUROS,
    HEAD_FILL,
    SHARE,
    Value,
    WorksheetWriter,
    page_footer,
    plain_value,
    row_height_for,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Column = tuple[str, float]
TableCell = Value | date


class ShareCell(Decimal):
    """A ratio displayed as a percentage: the cell value is 0.97 and reads « 97,0 % »."""


_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_DAY = "dd/mm/yyyy"


def workbook_bytes(title: str, subject: str, on: date, *, synthetic: bool, fill: Callable[[Workbook], None]) -> bytes:
    """A workbook filled by ``fill``. Reproducible: its creation date is ``on``, never the clock."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": title,
                "subject": subject,
                "comments": "Données fictives" if synthetic else "",
                "created": datetime.combine(on, time(), tzinfo=UTC),
            }
        )
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
    heading_text = f"Données fictives · {title}" if synthetic else title
    out.write_cell(0, 0, heading_text, out.cell_format(bold=True, font_size=12, text_wrap=False))
    head = out.cell_format(bold=True, bg_color=HEAD_FILL, border=1, valign="vcenter")
    out.write_row(1, [heading for heading, _ in columns], [head] * len(columns))
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
    _set_page_layout(out, name, len(columns), max(len(lines), 1), synthetic)


def _set_page_layout(out: WorksheetWriter, name: str, columns: int, lines: int, synthetic: bool) -> None:
    sheet = out.sheet
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, 1 + lines, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer(page_footer(synthetic, name))
    sheet.ignore_errors({"number_stored_as_text": f"A1:Z{2 + lines}"})


def _cell_text(value: TableCell) -> str:
    return "" if value is None or isinstance(value, date) else str(value)
