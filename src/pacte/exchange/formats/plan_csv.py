"""The operational table as a csv file, one line per row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pacte.exchange.documents import plan_csv as document
from pacte.exchange.documents.guard import unguarded
from pacte.exchange.opened import opened
from pacte.exchange.plan_table import reading_from
from pacte.exchange.records import FileKind, Format, Grid
from pacte.plan.records import ParsedPlan


def read(data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> ParsedPlan:
    """Reads the plan of a csv file: comma, semicolon or tab, UTF-8 or cp1252."""
    parsed = opened(data, name, FileKind.CSV)
    if isinstance(parsed, ParsedPlan):
        return parsed
    return reading_from([_unguarded(grid) for grid in parsed.grids], name=parsed.name, mapping=mapping)


def _unguarded(grid: Grid) -> Grid:
    """Removes the apostrophe that our export adds before what Excel would run as a formula."""
    return replace(grid, cells={place: replace(cell, text=unguarded(cell.text)) for place, cell in grid.cells.items()})


FORMAT = Format(
    code="plan_csv",
    label="Tableau csv du plan",
    version="1",
    standard="https://www.rfc-editor.org/rfc/rfc4180",
    extensions=(".csv", ".tsv", ".txt"),
    read=read,
    write=document.write,
)
