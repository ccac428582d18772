"""Writes the plan of one year to a file; the extension gives the format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.exchange.documents import year_pdf, year_xlsx
from pacte.exchange.documents.year_rows import YearMilestone, YearPeople
from pacte.exchange.plan_files.writing import CONTENT_TYPES as PLAN_TYPES
from pacte.indicators.records.year_diagnosis import YearDiagnosis
from pacte.kernel.errors import ValidationError
from pacte.plan.records import PlanContent

CONTENT_TYPES = {extension: PLAN_TYPES[extension] for extension in ("xlsx", "pdf")}


def write_year_plan(
    content: PlanContent,
    year: int,
    *,
    extension: str,
    as_of: date,
    version_label: str,
    people: YearPeople,
    milestones: Sequence[YearMilestone] = (),
    diagnosis: YearDiagnosis | None = None,
    synthetic: bool = False,
) -> bytes:
    """Raises ``NotFound`` for a year outside the plan, ``ValidationError`` for an unknown extension."""
    writers = {"xlsx": year_xlsx.write, "pdf": year_pdf.write}
    if extension not in writers:
        raise ValidationError(
            "export_format", f"Le format « {extension} » n’est pas connu.", hint="Choisissez : xlsx, pdf."
        )
    return writers[extension](
        content,
        year,
        as_of=as_of,
        version_label=version_label,
        people=people,
        milestones=milestones,
        diagnosis=diagnosis,
        synthetic=synthetic,
    )
