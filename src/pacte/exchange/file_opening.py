"""Opens an untrusted file: returns its content, or the defect that explains why it cannot be read."""

from __future__ import annotations

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.records import FileFormat, ParsedFile
from pacte.exchange.sandbox.launcher import parse_in_sandbox
from pacte.kernel.defects import CellReference, Defect
from pacte.kernel.french import apply_french_spacing
from pacte.plan.records import ParsedPlan


def open_file_of_kind(data: bytes, name: str, *expected_kinds: FileFormat) -> ParsedFile | ParsedPlan:
    """Returns the parsed file if it is of one of the expected kinds, else a reading without content."""
    try:
        parsed = parse_in_sandbox(data, name=name)
    except UnreadableFile as refusal:
        return unreadable_file_reading(refusal)
    if parsed.kind not in expected_kinds:
        return unreadable_file_reading(
            UnreadableFile(
                "file_type",
                f"{parsed.name} : ce fichier est du {parsed.kind.value}, pas du {' ou du '.join(expected_kinds)}.",
                "Son nom ne dit pas ce qu'il contient.",
                "Choisissez le format qui convient.",
            )
        )
    return parsed


def unreadable_file_reading(refusal: UnreadableFile) -> ParsedPlan:
    """Returns a reading with one defect, and its location if known."""
    message = " ".join(part for part in (refusal.message, refusal.reason) if part)
    cell = CellReference(refusal.sheet, refusal.row, refusal.column or "A") if refusal.row else None
    return ParsedPlan(
        None, (Defect(refusal.code, apply_french_spacing(message), cell, "", apply_french_spacing(refusal.hint)),)
    )
