"""A financial table as a workbook or a csv: the same rows as the page, numbers as numbers, in euros."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.exchange.documents.csv_file import Cell, csv_bytes
from pacte.exchange.documents.xlsx_worksheet import Value, WorksheetWriter, creation_time, new_workbook, page_footer


@dataclass(frozen=True, slots=True)
class MoneyExport:
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


def write_money_xlsx(export: MoneyExport) -> bytes:
    """The same table on the same day gives the same bytes."""
    stream = io.BytesIO()
    comments = "Données fictives" if export.synthetic else ""
    created = creation_time(export.as_of)
    with new_workbook(stream, title=export.title, comments=comments, created=created) as workbook:
        out = WorksheetWriter(workbook, export.sheet)
        out.write_title(export.title, synthetic=export.synthetic)
        for row, note in enumerate(export.notes, start=1):
            out.write_cell(row, 0, note, out.cell_format(font_size=9, text_wrap=False))
        top = len(export.notes) + 1
        out.write_headings(top, export.headings)
        text, money = out.cell_format(), out.cell_format(num_format="#,##0.00")
        for row, values in enumerate(export.rows, start=top + 1):
            out.write_row(row, values, [money if isinstance(value, Decimal) else text for value in values])
        bold, bold_money = out.cell_format(bold=True, top=1), out.cell_format(bold=True, top=1, num_format="#,##0.00")
        foot = top + 1 + len(export.rows)
        out.write_row(
            foot, export.totals, [bold_money if isinstance(value, Decimal) else bold for value in export.totals]
        )
        out.widths([28.0, *[15.0] * (len(export.headings) - 1)])
        out.sheet.freeze_panes(top + 1, 1)
        out.set_print(page_footer(export.synthetic, export.title))
    return stream.getvalue()


def write_money_csv(export: MoneyExport) -> bytes:
    """Semicolons, decimal commas, UTF-8 with a byte order mark: what a French spreadsheet opens without a dialog.

    A csv has no title, so a column marks synthetic data.
    """
    heading, nature = (("Nature",), ("données fictives",)) if export.synthetic else ((), ())
    rows = (*export.rows, *((export.totals,) if export.totals else ()))
    return csv_bytes(
        [(*export.headings, *heading), *([_csv_cell(value) for value in (*values, *nature)] for values in rows)]
    )


def _csv_cell(value: Value) -> Cell:
    return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value
