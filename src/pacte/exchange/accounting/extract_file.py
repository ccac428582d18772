"""Reads the file of an accounting extract: its encoding, its tables in the sandbox, then its commitments."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.exchange.accounting.extract_reading import (
    ExtractRows,
    add_extract_defects,
    read_accounting_extract,
    unreadable_extract,
)
from pacte.exchange.accounting.repair_encoding import repair_mixed_encoding
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import EXTRACT
from pacte.exchange.records import FileFormat
from pacte.exchange.sandbox.launcher import parse_in_sandbox, safe_file_name
from pacte.finance.records import Extract
from pacte.kernel.defects import CellReference, Defect, Severity
from pacte.kernel.french import apply_french_spacing

_SIZE_ERROR_CODES = ("sheet_too_big", "file_too_big", "file_too_long")
_SPLIT_BY_YEAR_HINT = f"Une extraction se lit jusqu’à {EXTRACT.rows} lignes : extrayez un exercice à la fois."


def read_extract(data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> Extract:
    """The commitments of a file, or the defects that explain why there are none. Never raises on file content."""
    return read_with_rows(data, name=name, mapping=mapping)[0]


def read_with_rows(data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> tuple[Extract, ExtractRows]:
    """What ``read_extract`` gives, with the rows of the file, for those that are given back."""
    name = safe_file_name(name)
    data, cp1252_lines = repair_mixed_encoding(data)
    try:
        parsed = parse_in_sandbox(data, name=name, bounds=EXTRACT)
    except UnreadableFile as refusal:
        message = apply_french_spacing(" ".join(part for part in (refusal.message, refusal.reason) if part))
        cell = CellReference(refusal.sheet, refusal.row, refusal.column or "A") if refusal.row else None
        todo = _SPLIT_BY_YEAR_HINT if refusal.code in _SIZE_ERROR_CODES else refusal.hint
        return unreadable_extract(
            name, Defect(refusal.code, message, cell, "", apply_french_spacing(todo))
        ), ExtractRows()
    if parsed.kind is FileFormat.YAML:
        kind = Defect(
            "file_type", f"{name} n’est ni un classeur ni un csv.", hint="Déposez l’extraction .xlsx, .ods ou .csv."
        )
        return unreadable_extract(name, kind), ExtractRows()
    encoding_defects = [
        Defect(
            "line_encoding",
            f"La ligne {line} n’a pas l’encodage des autres (Windows au milieu d’UTF-8) : elle a été lue à part.",
            CellReference(name, line, "A"),
            hint="Vérifiez ses accents ; les montants n’en dépendent pas.",
            severity=Severity.WARNING,
        )
        for line in cp1252_lines
    ]
    extract = read_accounting_extract(parsed.grids, name=parsed.name, mapping=mapping)
    return add_extract_defects(extract, encoding_defects), ExtractRows(parsed.grids, mapping)
