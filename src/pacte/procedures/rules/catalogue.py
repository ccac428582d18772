"""The procedures of the catalogue, by code. Each file of ``catalog`` is discovered automatically."""

from __future__ import annotations

from datetime import date
from functools import cache

from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.errors import ValidationError
from pacte.procedures import catalog
from pacte.procedures.records.description import Procedure


@cache
def procedures_by_code() -> dict[str, Procedure]:
    """Returns every procedure by code, closed ones included, since their cases stay readable."""
    return load_catalog_entries(catalog, "PROCEDURE")


def procedure_by_code(code: str) -> Procedure:
    """Returns a procedure. Raises ``ValidationError`` for an unknown code."""
    entry = procedures_by_code().get(code)
    if entry is None:
        raise ValidationError("procedure_unknown", f"La procédure « {code} » n’est pas au catalogue.")
    return entry


def open_procedures(on: date) -> tuple[Procedure, ...]:
    """Returns the procedures in which a case may be opened on a date."""
    return tuple(each for each in procedures_by_code().values() if each.closed_on is None or on <= each.closed_on)
