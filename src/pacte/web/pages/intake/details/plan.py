"""The sheets of a plan file, cell by cell, its numbered defects and its changes."""

from __future__ import annotations

from typing import Any

from pacte.intake.kinds.plan import PlanFileDetail
from pacte.intake.records import FileContext, Preview
from pacte.web.pages.intake.detail_panels import DetailPanel
from pacte.web.pages.intake.plan_review import ReviewedPlanFile


def _values(preview: Preview, context: FileContext) -> dict[str, Any]:
    detail = preview.detail
    assert isinstance(detail, PlanFileDetail)
    reviewed = ReviewedPlanFile(detail.review)
    has_unsure_columns = any(not each.is_sure for each in preview.sheet_columns)
    return {
        **reviewed.page_values(has_unsure_columns=has_unsure_columns),
        "plan_file": reviewed.section_values(detail.grids),
    }


DETAIL = DetailPanel("plan", "intake/plan.html", _values, replaces_sections=True)
