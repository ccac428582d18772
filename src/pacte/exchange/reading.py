"""Reads a plan from a file, by what the file is and not by what it is called."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.exchange import formats
from pacte.exchange.bounded import safe_name
from pacte.exchange.file_kind import kind_of
from pacte.exchange.opened import unreadable
from pacte.exchange.records import FileKind, Format
from pacte.exchange.unreadable import Unreadable
from pacte.kernel.catalogue import entries
from pacte.plan.records import Reading

_CODES = {FileKind.XLSX: "plan_xlsx", FileKind.CSV: "plan_csv", FileKind.YAML: "plan_yaml"}


def plan_formats() -> dict[str, Format]:
    """The formats in which a plan is written, by code."""
    return {code: each for code, each in entries(formats, "FORMAT").items() if isinstance(each, Format)}


def read_plan(data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> Reading:
    """The plan in ``data``, or the defects that say why there is none. Never raises on what a file holds."""
    name = safe_name(name)
    try:
        kind = kind_of(data, name)
    except Unreadable as refusal:
        return unreadable(Unreadable(refusal.code, f"{name} : {refusal.what}", refusal.why, refusal.todo))
    return plan_formats()[_CODES[kind]].read(data, name=name, mapping=mapping)
