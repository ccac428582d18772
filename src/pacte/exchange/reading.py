"""Reads a plan from a file, according to its content and not its name."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.exchange import formats
from pacte.exchange.bounded import safe_name
from pacte.exchange.file_kind import kind_of
from pacte.exchange.opened import unreadable
from pacte.exchange.records import FileKind, Format
from pacte.exchange.unreadable import Unreadable
from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.plan.records import ParsedPlan

_CODES = {FileKind.XLSX: "plan_xlsx", FileKind.CSV: "plan_csv", FileKind.YAML: "plan_yaml"}


def plan_formats() -> dict[str, Format]:
    """Plan formats by code."""
    return {code: each for code, each in load_catalog_entries(formats, "FORMAT").items() if isinstance(each, Format)}


def read_plan(data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> ParsedPlan:
    """Returns the plan in ``data``, or the defects that explain why there is none. Never raises on file content."""
    name = safe_name(name)
    try:
        kind = kind_of(data, name)
    except Unreadable as refusal:
        return unreadable(Unreadable(refusal.code, f"{name} : {refusal.message}", refusal.reason, refusal.hint))
    return plan_formats()[_CODES[kind]].read(data, name=name, mapping=mapping)
