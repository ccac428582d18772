"""The procedures of the catalogue, by code: a file of the folder is one, with nothing else to change."""

from __future__ import annotations

from datetime import date
from functools import cache

from pacte.kernel.catalogue import entries
from pacte.kernel.errors import Invalid
from pacte.procedures import catalog
from pacte.procedures.records.description import Procedure


@cache
def procedures() -> dict[str, Procedure]:
    """Every procedure, closed ones too: their files stay readable."""
    return entries(catalog, "PROCEDURE")


def procedure(code: str) -> Procedure:
    """Raises ``Invalid`` for a code that no entry has."""
    found = procedures().get(code)
    if found is None:
        raise Invalid("procedure_unknown", f"La procédure « {code} » n’est pas au catalogue.")
    return found


def open_procedures(on: date) -> tuple[Procedure, ...]:
    """Those in which a file may be opened that day."""
    return tuple(each for each in procedures().values() if each.closed_on is None or on <= each.closed_on)
