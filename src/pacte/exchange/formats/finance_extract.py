"""Accounting extract (« état des engagements ») as a workbook or a csv file exported by accounting software."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pacte.exchange.accounting.mended import mended
from pacte.exchange.accounting.reading import extract_from, unreadable, with_defects
from pacte.exchange.bounded import parse, safe_name
from pacte.exchange.limits import EXTRACT
from pacte.exchange.records import FileKind
from pacte.exchange.unreadable import Unreadable
from pacte.finance.records import Extract
from pacte.kernel.french import apply_french_spacing
from pacte.plan.records import CellReference, Defect

_TOO_LONG = ("sheet_too_big", "file_too_big", "file_too_long")
_ONE_YEAR = f"Une extraction se lit jusqu’à {EXTRACT.rows} lignes : extrayez un exercice à la fois."


@dataclass(frozen=True, slots=True)
class ExtractFormat:
    """A catalogue entry for reading only: pacte keeps no accounts of its own."""

    code: str
    label: str
    version: str
    standard: str
    extensions: tuple[str, ...]
    read: Callable[..., Extract]


def read(data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> Extract:
    """The commitments of a file, or the defects that explain why there are none. Never raises on file content."""
    name = safe_name(name)
    data, foreign = mended(data)
    try:
        parsed = parse(data, name=name, bounds=EXTRACT)
    except Unreadable as refusal:
        message = apply_french_spacing(" ".join(part for part in (refusal.message, refusal.reason) if part))
        cell = CellReference(refusal.sheet, refusal.row, refusal.column or "A") if refusal.row else None
        todo = _ONE_YEAR if refusal.code in _TOO_LONG else refusal.hint
        return unreadable(name, Defect(refusal.code, message, cell, "", apply_french_spacing(todo)))
    if parsed.kind is FileKind.YAML:
        kind = Defect("file_type", f"{name} n’est ni un classeur ni un csv.", fix="Déposez l’extraction .xlsx ou .csv.")
        return unreadable(name, kind)
    mixed = [
        Defect(
            "line_encoding",
            f"La ligne {line} n’a pas l’encodage des autres (Windows au milieu d’UTF-8) : elle a été lue à part.",
            CellReference(name, line, "A"),
            fix="Vérifiez ses accents ; les montants n’en dépendent pas.",
            is_error=False,
        )
        for line in foreign
    ]
    return with_defects(extract_from(parsed.grids, name=parsed.name, mapping=mapping), mixed)


FORMAT = ExtractFormat(
    code="finance_extract",
    label="Extraction comptable",
    version="1",
    standard="https://www.collectivites-locales.gouv.fr/finances-locales/referentiel-budgetaire-et-comptable-m57",
    extensions=(".xlsx", ".csv", ".txt"),
    read=read,
)
