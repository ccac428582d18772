"""Opens an untrusted file: returns its content, or the defect that explains why it cannot be read."""

from __future__ import annotations

from pacte.exchange.bounded import parse
from pacte.exchange.records import FileKind, Parsed
from pacte.exchange.unreadable import Unreadable
from pacte.kernel.french import apply_french_spacing
from pacte.plan.records import CellReference, Defect, ParsedPlan


def opened(data: bytes, name: str, wanted: FileKind) -> Parsed | ParsedPlan:
    """Returns the parsed file if it is of the expected kind, else a reading without content."""
    try:
        parsed = parse(data, name=name)
    except Unreadable as refusal:
        return unreadable(refusal)
    if parsed.kind is not wanted:
        return unreadable(
            Unreadable(
                "file_type",
                f"{parsed.name} : ce fichier est du {parsed.kind.value}, pas du {wanted.value}.",
                "Son nom ne dit pas ce qu'il contient.",
                "Choisissez le format qui convient.",
            )
        )
    return parsed


def unreadable(refusal: Unreadable) -> ParsedPlan:
    """Returns a reading with one defect, and its location if known."""
    message = " ".join(part for part in (refusal.message, refusal.reason) if part)
    cell = CellReference(refusal.sheet, refusal.row, refusal.column or "A") if refusal.row else None
    return ParsedPlan(
        None, (Defect(refusal.code, apply_french_spacing(message), cell, "", apply_french_spacing(refusal.hint)),)
    )
