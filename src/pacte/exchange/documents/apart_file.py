"""Rows of a file that did not enter, with the reason of each: as a csv or a workbook that can be sent again.

Headings stand on the first line, as the file came. What a spreadsheet would run is kept from it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from pacte.exchange.documents.csv_file import csv_bytes
from pacte.exchange.documents.xlsx_cells import HEAD_FILL, Sheet

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_FICTIVE = "données fictives"
_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


def write_apart(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, extension: str, synthetic: bool = False
) -> bytes:
    """« csv », or a workbook. Invented rows say so in a last column."""
    marked = [(*headings, "Nature")] if synthetic else [tuple(headings)]
    marked += [(*row, _FICTIVE) if synthetic else tuple(row) for row in rows]
    return _csv(marked) if extension == "csv" else _xlsx(marked, synthetic=synthetic)


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    # Days and numbers leave as they came: a tool reads them.
    return csv_bytes(rows, codes=range(max(map(len, rows))))


def _xlsx(rows: Sequence[Sequence[str]], *, synthetic: bool) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties({"comments": _FICTIVE.capitalize() if synthetic else ""})
        out = Sheet(workbook, "Lignes de côté")
        head, text = out.look(bold=True, bg_color=HEAD_FILL, border=1), out.look(text_wrap=False)
        for rank, row in enumerate(rows):
            out.line(rank, row, [text if rank else head] * len(row))
        out.widths([18.0] * (len(rows[0]) - 1) + [60.0])
        out.sheet.freeze_panes(1, 0)
    return stream.getvalue()
