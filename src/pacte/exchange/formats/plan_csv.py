"""The operational table as a csv file, one line per row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pacte.exchange.documents import plan_csv as document
from pacte.exchange.documents.formula_guard import unescape_formula
from pacte.exchange.file_opening import open_file_of_kind
from pacte.exchange.plan_table import read_plan_table
from pacte.exchange.records import FileFormat, Grid, PlanFormat
from pacte.plan.records import ParsedPlan


def read(data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> ParsedPlan:
    """Reads the plan of a csv file: comma, semicolon or tab, UTF-8 or cp1252."""
    parsed = open_file_of_kind(data, name, FileFormat.CSV)
    if isinstance(parsed, ParsedPlan):
        return parsed
    return read_plan_table([_unescaped(grid) for grid in parsed.grids], name=parsed.name, mapping=mapping)


def _unescaped(grid: Grid) -> Grid:
    """Removes the apostrophe that our export adds before what Excel would run as a formula."""
    return replace(
        grid, cells={place: replace(cell, text=unescape_formula(cell.text)) for place, cell in grid.cells.items()}
    )


FORMAT = PlanFormat(
    code="plan_csv",
    label="Tableau csv du plan",
    version="1",
    standard="https://www.rfc-editor.org/rfc/rfc4180",
    extensions=(".csv", ".tsv", ".txt"),
    read=read,
    write=document.write,
)
