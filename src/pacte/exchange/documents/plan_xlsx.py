"""The plan as a workbook: the operational table in its usual layout, and extra sheets with the other data.

The same plan gives the same bytes, so that exports can be compared by digest.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime

import xlsxwriter

from pacte.exchange.documents.xlsx_extra_sheets import write_extra_sheets
from pacte.exchange.documents.xlsx_table import write_plan_table
from pacte.plan.records import PlanContent

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A plan may have no years (0), and a workbook cannot store earlier days.
_OLDEST_YEAR = 1900
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(content: PlanContent, *, synthetic: bool = False) -> bytes:
    """The workbook. ``synthetic`` marks every sheet and printed page as synthetic data."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": content.document_title or content.title,
                "subject": content.region,
                "comments": "Données fictives" if synthetic else "",
                "created": _created(content),
            }
        )
        write_plan_table(workbook, content, synthetic=synthetic)
        write_extra_sheets(workbook, content, synthetic=synthetic)
    return stream.getvalue()


def _created(content: PlanContent) -> datetime:
    """Day of the decision, else first day of the plan. Never the current time."""
    try:
        decided = datetime.fromisoformat(content.decided_on)
    except ValueError:
        decided = datetime(max(content.first_year, _OLDEST_YEAR), 1, 1, tzinfo=UTC)
    return decided.replace(tzinfo=UTC)
