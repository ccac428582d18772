"""Accounting extracts for the tests: the same lines as a workbook or as a csv."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

Row = Sequence[object]

HEADINGS: Row = (
    "N° engagement", "Exercice", "Objet", "Tiers", "Action", "Opération", "Nature", "Fonds", "Montant engagé",
    "Service fait", "Mandaté", "Payé", "Date engagement",
)  # fmt: skip


def line(number: str, action: object = 1, **changed: object) -> Row:
    """One valid line: 1 000 € committed, 600 rendered, 500 ordered, 400 paid."""
    known: dict[str, object] = {
        "number": number, "year": 2019, "label": f"Objet de {number}", "supplier": "Organisme A", "action": action,
        "operation": "P103-01", "nature": "6574", "fund": "Pacte", "committed": 1000, "rendered": 600, "ordered": 500,
        "paid": 400, "day": "15/03/2019",
    }  # fmt: skip
    return tuple((known | changed).values())


def workbook(*rows: Row, headings: Row = HEADINGS, above: Sequence[Row] = (), sheet: str = "Engagements") -> bytes:
    return workbook_of({sheet: [*above, headings, *rows]})


def workbook_of(sheets: dict[str, Sequence[Row]], *, hidden: str = "") -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for rank, row in enumerate(rows):
                page.write_row(rank, 0, row)
            if name == hidden:
                page.hide()
    return stream.getvalue()


def csv(*rows: Row, headings: Row = HEADINGS, encoding: str = "utf-8", sign: str = ";") -> bytes:
    return "\r\n".join(sign.join(str(value) for value in row) for row in (headings, *rows)).encode(encoding)
