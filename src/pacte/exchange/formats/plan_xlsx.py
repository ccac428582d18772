"""The operational table as a workbook: written as .xlsx, read from .ods too."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.exchange.documents import plan_xlsx as document
from pacte.exchange.file_opening import open_file_of_kind
from pacte.exchange.plan_table import read_plan_table
from pacte.exchange.records import FileFormat, PlanFormat
from pacte.plan.records import ParsedPlan


def read(data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> ParsedPlan:
    """Reads the plan of a workbook, whatever its layout."""
    parsed = open_file_of_kind(data, name, FileFormat.XLSX, FileFormat.ODS)
    return (
        parsed if isinstance(parsed, ParsedPlan) else read_plan_table(parsed.grids, name=parsed.name, mapping=mapping)
    )


FORMAT = PlanFormat(
    code="plan_xlsx",
    label="Tableau Excel du plan",
    version="1",
    standard="https://www.iso.org/standard/71691.html",
    extensions=(".xlsx", ".ods"),
    read=read,
    write=document.write,
)
