"""Tables for the tests: another region's plan, and a small plan in which tests put defects."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from pacte.kernel.defects import Defect
from pacte.plan.records import ParsedPlan

Value = str | int | float | bool | None
Rows = Sequence[Any]
"""Rows of values, loosely typed: tests write values of any type."""
YELLOW = PatternFill("solid", fgColor="FFFFF2CC")


def workbook(
    sheets: Mapping[str, Any],
    *,
    merged: Mapping[str, Sequence[str]] | None = None,
    comments: Mapping[tuple[str, str], str] | None = None,
    yellow: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Workbook with these sheets. Merged areas, comments and fills are given by sheet and cell name."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
    for (name, cell), text in (comments or {}).items():
        book[name][cell].comment = Comment(text, "")
    for name, cell in yellow:
        book[name][cell].fill = YELLOW
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def delimited(rows: Rows, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode(encoding)


HEADINGS = (
    "N° d'action",
    "Axe",
    "Objectif stratégique",
    "Projets / actions",
    "Chef de projet",
    "Cibles chiffrées",
    "2019",
    "2020",
    "Montant 2019 (k€)",
    "Montant 2020 (k€)",
    "Total (k€)",
)
SMALL_PLAN: tuple[tuple[Value, ...], ...] = (
    HEADINGS,
    (
        1,
        "Axe 1 : Former",
        "1-1 Ouvrir des places",
        "Places en santé",
        "Région (DFP)",
        "places : 300 places",
        "X",
        "X",
        100,
        200,
        300,
    ),
    (
        2,
        "Axe 1 : Former",
        "1-1 Ouvrir des places",
        "Places en industrie",
        "Région",
        "places : 100 places / an",
        "X",
        "",
        50,
        "",
        50,
    ),
    (4, "Axe 2 : Lever les freins", "2-1 Mobilité", "Aide au permis", "Etat / Région", "", "", "X", "", 150, 150),
    ("", "Total", "", "", "", "", "", "", 150, 350, 500),
)


def small_plan(changes: Mapping[str, Value] | None = None) -> bytes:
    """The small valid plan as a workbook, with the cells of ``changes`` replaced (« D3 » → …)."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plan"
    for row in SMALL_PLAN:
        sheet.append([None if value == "" else value for value in row])
    for cell, value in (changes or {}).items():
        sheet[cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def told(defects: Sequence[Defect]) -> list[tuple[str, str]]:
    """(code, cell) of each defect, without the sheet."""
    return [(defect.code, f"{defect.cell.column}{defect.cell.row}" if defect.cell else "") for defect in defects]


def errors_of(reading: ParsedPlan) -> list[tuple[str, str]]:
    return told(reading.errors)


def warnings_of(reading: ParsedPlan) -> list[tuple[str, str]]:
    return told(reading.warnings)
