"""Helpers shared by the layouts of certification tables. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pacte.reference.codes import certification_code, register_of
from pacte.reference.layouts import BadCell, Line
from pacte.reference.records import CertificationRow

T = TypeVar("T")


def sheet_number(line: Line, column: str = "sheet") -> str:
    """Return the certification number of the line. Raise ``InvalidCell``."""
    written = line.name(column)
    code = certification_code(written)
    if code is None or written.isdigit():
        raise BadCell(line.heading(column), f"«\u202f{written[:40]}\u202f» n’est pas un numéro de fiche (RNCP123).")
    return code


def row_of(line: Line, code: str, **facts: Any) -> CertificationRow:
    """Build the certification row of the line."""
    return CertificationRow(code, line.on, register_of(code).value, **facts)


def parsed(line: Line, column: str, parse: Callable[[str], T], expected: str) -> T:
    """Parse a cell. Raise ``InvalidCell`` with what was expected."""
    written = line.cells.get(column, "")
    try:
        return parse(written)
    except ValueError as error:
        raise BadCell(line.heading(column), f"«\u202f{written[:40]}\u202f» n’est pas {expected}.") from error
