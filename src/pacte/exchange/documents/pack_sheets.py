"""A plain worksheet: a title, headings, one row per item. Texts, numbers and days keep their type."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal

import xlsxwriter
from xlsxwriter import Workbook

from pacte.exchange.documents.xlsx_cells import EUROS, HEAD_FILL, SHARE, Sheet, Value, footer, height_for, plain_value

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Column = tuple[str, float]
Cell = Value | date


class Share(Decimal):
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


def write_sheet(
    workbook: Workbook,
    name: str,
    title: str,
    columns: Sequence[Column],
    lines: Sequence[Sequence[Cell]],
    *,
    synthetic: bool,
    empty: str = "Aucune ligne.",
    money: Sequence[str] = (),
) -> None:
    """Row 1 is the title, row 2 the headings, data start at row 3. ``money``: headings of the columns in euros."""
    out = Sheet(workbook, name)
    marked = f"Données fictives · {title}" if synthetic else title
    out.put(0, 0, marked, out.look(bold=True, font_size=12, text_wrap=False))
    head = out.look(bold=True, bg_color=HEAD_FILL, border=1, valign="vcenter")
    out.line(1, [heading for heading, _ in columns], [head] * len(columns))
    rule: dict[str, object] = {"bottom": 4, "bottom_color": "#C5BDAD"}
    for index, line in enumerate(lines or [[empty, *[None] * (len(columns) - 1)]]):
        row = 2 + index
        for column, (given, (heading, _)) in enumerate(zip(line, columns, strict=True)):
            value = plain_value(given)
            if isinstance(value, date):
                out.sheet.write_datetime(row, column, value, out.look(**rule, num_format=_DAY, align="left"))
            elif isinstance(value, Decimal | int):
                shape = SHARE if isinstance(value, Share) else EUROS if heading in money else "General"
                out.put(row, column, value, out.look(**rule, num_format=shape))
            else:
                out.put(row, column, value, out.look(**rule))
        widths = [width for _, width in columns]
        out.sheet.set_row(row, height_for((_shown(value), width) for value, width in zip(line, widths, strict=True)))
    out.widths(width for _, width in columns)
    _lay_out(out, name, len(columns), max(len(lines), 1), synthetic)


def _lay_out(out: Sheet, name: str, columns: int, lines: int, synthetic: bool) -> None:
    sheet = out.sheet
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, 1 + lines, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer(footer(synthetic, name))
    sheet.ignore_errors({"number_stored_as_text": f"A1:Z{2 + lines}"})


def _shown(value: Cell) -> str:
    return "" if value is None or isinstance(value, date) else str(value)
