"""Reads a plan from a file, according to its content and not its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pacte.exchange import formats
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.file_opening import unreadable_file_reading
from pacte.exchange.parsers.file_format import detect_file_format
from pacte.exchange.records import FileFormat, Grid, PlanFormat
from pacte.exchange.sandbox.launcher import parse_in_sandbox, safe_file_name
from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.plan.records import ParsedPlan

_CODES = {
    FileFormat.XLSX: "plan_xlsx",
    FileFormat.ODS: "plan_xlsx",
    FileFormat.CSV: "plan_csv",
    FileFormat.YAML: "plan_yaml",
}


def plan_formats() -> dict[str, PlanFormat]:
    """Plan formats by code."""
    return {
        code: each for code, each in load_catalog_entries(formats, "FORMAT").items() if isinstance(each, PlanFormat)
    }


def read_plan_file(data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> ParsedPlan:
    """Returns the plan in ``data``, or the defects that explain why there is none. Never raises on file content."""
    name = safe_file_name(name)
    try:
        kind = detect_file_format(data, name)
    except UnreadableFile as refusal:
        return unreadable_file_reading(
            UnreadableFile(refusal.code, f"{name} : {refusal.message}", refusal.reason, refusal.hint)
        )
    return plan_formats()[_CODES[kind]].read(data, name=name, mapping=mapping)


def plan_file_grids(data: bytes, *, name: str) -> Sequence[Grid]:
    """The sheets of a table as the file gives them; none for a yaml file, or for one that cannot be read."""
    try:
        return parse_in_sandbox(data, name=name).grids
    except UnreadableFile:
        return ()
