"""Rejected rows of a file with their reasons, as a csv or a workbook that can be corrected and uploaded again.

Headings are on the first line, as in the original file. Formulas are neutralised.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from pacte.exchange.documents.csv_file import csv_bytes
from pacte.exchange.documents.xlsx_worksheet import HEAD_FILL, MEDIA_TYPE, WorksheetWriter, new_workbook

MEDIA_TYPES = {
    "xlsx": MEDIA_TYPE,
    "csv": "text/csv; charset=utf-8",
}
_SYNTHETIC_NOTICE = "données fictives"


def write_rejected_rows(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, extension: str, synthetic: bool = False
) -> bytes:
    """A csv when ``extension`` is « csv », else a workbook. A last column marks synthetic rows."""
    table = [(*headings, "Nature")] if synthetic else [tuple(headings)]
    table += [(*row, _SYNTHETIC_NOTICE) if synthetic else tuple(row) for row in rows]
    return _csv(table) if extension == "csv" else _xlsx(table, synthetic=synthetic)


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    # Days and numbers are written as they came: a program reads them.
    return csv_bytes(rows, codes=range(max(map(len, rows))))


def _xlsx(rows: Sequence[Sequence[str]], *, synthetic: bool) -> bytes:
    stream = io.BytesIO()
    with new_workbook(stream, comments=_SYNTHETIC_NOTICE.capitalize() if synthetic else "") as workbook:
        out = WorksheetWriter(workbook, "Lignes de côté")
        head, text = out.cell_format(bold=True, bg_color=HEAD_FILL, border=1), out.cell_format(text_wrap=False)
        for rank, row in enumerate(rows):
            out.write_row(rank, row, [text if rank else head] * len(row))
        out.widths([18.0] * (len(rows[0]) - 1) + [60.0])
        out.sheet.freeze_panes(1, 0)
    return stream.getvalue()
