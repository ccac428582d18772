"""A small plan as a workbook, edited as in Excel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from pacte.exchange.plan_files.reading import read_plan_file
from pacte.exchange.plan_files.writing import write_plan_file
from pacte.plan.records import PlanContent
from tests.plan.contents import small_plan


@cache
def tabled(content: PlanContent | None = None) -> PlanContent:
    """The plan as read back from a bare table, with the code of another plan."""
    found = read_plan_file(workbook(content or small_plan()), name="plan.xlsx").content
    assert found is not None
    return replace(found, code="essai_2019-2022")


def workbook(content: PlanContent, change: Callable[[Worksheet], None] | None = None) -> bytes:
    """The plan as a workbook without the extra sheets that would restore it, edited by ``change`` as in Excel."""
    data = write_plan_file(content, extension="xlsx", as_of=date(2020, 1, 1), version_label="essai")
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    for name in book.sheetnames[1:]:
        del book[name]
    if change:
        change(sheet)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def cell_saying(sheet: Worksheet, text: str) -> str:
    """Coordinate of the cell that holds this text, so that the tests do not depend on the layout."""
    return next(cell.coordinate for line in sheet.iter_rows() for cell in line if str(cell.value or "").strip() == text)


def typing(text: str, new: str | None) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet[cell_saying(sheet, text)] = new

    return change
