"""The plan as a workbook: the operational table in its usual layout, and extra sheets with the other data.

The same plan gives the same bytes, so that exports can be compared by digest.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime

from pacte.exchange.documents.xlsx_extra_sheets import write_extra_sheets
from pacte.exchange.documents.xlsx_table import write_plan_table
from pacte.exchange.documents.xlsx_worksheet import MEDIA_TYPE, new_workbook
from pacte.plan.records import PlanContent

__all__ = ["MEDIA_TYPE", "write"]


# A plan may have no years (0), and a workbook cannot store earlier days.
_OLDEST_YEAR = 1900


def write(content: PlanContent, *, synthetic: bool = False) -> bytes:
    """The workbook. ``synthetic`` marks every sheet and printed page as synthetic data."""
    stream = io.BytesIO()
    with new_workbook(
        stream,
        title=content.document_title or content.title,
        subject=content.region,
        comments="Données fictives" if synthetic else "",
        created=_created(content),
    ) as workbook:
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
