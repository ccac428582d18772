"""The operational table as a workbook."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.exchange.documents import plan_xlsx as document
from pacte.exchange.opened import opened
from pacte.exchange.plan_table import reading_from
from pacte.exchange.records import FileKind, Format
from pacte.plan.records import ParsedPlan


def read(data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> ParsedPlan:
    """Reads the plan of a workbook, whatever its layout."""
    parsed = opened(data, name, FileKind.XLSX)
    return parsed if isinstance(parsed, ParsedPlan) else reading_from(parsed.grids, name=parsed.name, mapping=mapping)


FORMAT = Format(
    code="plan_xlsx",
    label="Tableau Excel du plan",
    version="1",
    standard="https://www.iso.org/standard/71691.html",
    extensions=(".xlsx",),
    read=read,
    write=document.write,
)
