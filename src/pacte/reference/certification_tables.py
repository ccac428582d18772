"""Helpers shared by the layouts of certification tables. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pacte.reference.codes import parse_certification_code, register_of_code
from pacte.reference.layouts import InvalidCell, OfficialLine
from pacte.reference.records import CertificationRow

T = TypeVar("T")


def certification_number(line: OfficialLine, column: str = "sheet") -> str:
    """Return the certification number of the line. Raise ``InvalidCell``."""
    number = line.required_text(column)
    code = parse_certification_code(number)
    if code is None or number.isdigit():
        raise InvalidCell(line.heading(column), f"«\u202f{number[:40]}\u202f» n’est pas un numéro de fiche (RNCP123).")
    return code


def certification_row(line: OfficialLine, code: str, **fields: Any) -> CertificationRow:
    """Build the certification row of the line."""
    return CertificationRow(code, line.snapshot_on, register_of_code(code).value, **fields)


def parse_cell(line: OfficialLine, column: str, parse: Callable[[str], T], expected: str) -> T:
    """Parse a cell. Raise ``InvalidCell`` with what was expected."""
    cell = line.cells.get(column, "")
    try:
        return parse(cell)
    except ValueError as error:
        raise InvalidCell(line.heading(column), f"«\u202f{cell[:40]}\u202f» n’est pas {expected}.") from error
