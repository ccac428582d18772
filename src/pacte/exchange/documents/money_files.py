"""A financial table as a workbook or a csv: the same rows as the page, numbers as numbers, in euros."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

import xlsxwriter

from pacte.exchange.documents.csv_file import Cell, csv_bytes
from pacte.exchange.documents.xlsx_cells import HEAD_FILL, Sheet, Value, footer

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class MoneyFile:
    """``notes`` explain the figures; they are printed above the table in a workbook.

    ``sheet`` names its only sheet.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[Value, ...]
    as_of: date
    notes: tuple[str, ...] = ()
    synthetic: bool = False
    sheet: str = "Argent"


def write_xlsx(file: MoneyFile) -> bytes:
    """The same table on the same day gives the same bytes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        created = datetime.combine(file.as_of, time(), tzinfo=UTC)
        comments = "Données fictives" if file.synthetic else ""
        workbook.set_properties({"title": file.title, "comments": comments, "created": created})
        out = Sheet(workbook, file.sheet)
        title = f"Données fictives · {file.title}" if file.synthetic else file.title
        out.put(0, 0, title, out.look(bold=True, font_size=12, text_wrap=False))
        for row, note in enumerate(file.notes, start=1):
            out.put(row, 0, note, out.look(font_size=9, text_wrap=False))
        top = len(file.notes) + 1
        head = out.look(bold=True, bg_color=HEAD_FILL, border=1, valign="vcenter")
        out.line(top, file.headings, [head] * len(file.headings))
        text, money = out.look(), out.look(num_format="#,##0.00")
        for row, values in enumerate(file.rows, start=top + 1):
            out.line(row, values, [money if isinstance(value, Decimal) else text for value in values])
        bold, bold_money = out.look(bold=True, top=1), out.look(bold=True, top=1, num_format="#,##0.00")
        foot = top + 1 + len(file.rows)
        out.line(foot, file.totals, [bold_money if isinstance(value, Decimal) else bold for value in file.totals])
        out.widths([28.0, *[15.0] * (len(file.headings) - 1)])
        out.sheet.freeze_panes(top + 1, 1)
        out.sheet.set_landscape()
        out.sheet.fit_to_pages(1, 0)
        out.sheet.set_footer(footer(file.synthetic, file.title))
    return stream.getvalue()


def write_csv(file: MoneyFile) -> bytes:
    """Semicolons, decimal commas, UTF-8 with a byte order mark: what a French spreadsheet opens without a dialog.

    A csv has no title, so a column marks synthetic data.
    """
    heading, nature = (("Nature",), ("données fictives",)) if file.synthetic else ((), ())
    lines = (*file.rows, *((file.totals,) if file.totals else ()))
    return csv_bytes(
        [(*file.headings, *heading), *([_written(value) for value in (*values, *nature)] for values in lines)]
    )


def _written(value: Value) -> Cell:
    return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value
