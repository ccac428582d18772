"""What is wrong in a file that comes in, and where: one record for every file, reader and room. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_LETTERS = re.compile(r"[A-Z]{1,3}")
_HEADING_WITH_LETTER = re.compile(r"(.+) \(([A-Z]{1,3})\)")


class Severity(StrEnum):
    """``ERROR``: what the defect names is not written. ``WARNING``: it is written, and worth a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class CellReference:
    """Place in a file. ``row`` counts from 1, in lines for a text file; 0 is the whole file.

    ``column``: a letter in a table, « Statut (E) » when its heading helps, the path of an element in XML, or nothing.
    """

    sheet: str
    row: int
    column: str = ""

    def __str__(self) -> str:
        if _LETTERS.fullmatch(self.column):
            return f"{self.sheet} {self.column}{self.row}".strip()
        if self.sheet and (match := _HEADING_WITH_LETTER.fullmatch(self.column)):
            return f"{self.sheet} {match[2]}{self.row}, {match[1]}"
        parts = (self.sheet, f"ligne {self.row}" if self.row else "", self.column)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Defect:
    """``message`` says what is wrong and ``hint`` what to do, in French for the sender; ``value`` is what was read.

    ``at``: place in the plan, as (subject, field), so that an import finds the cell in ``ParsedPlan.cell_by_field``.
    The subject is a row key, "axis:CODE", "objective:CODE", "action:NUMBER" or "plan".
    """

    code: str
    message: str
    cell: CellReference | None = None
    value: str = ""
    hint: str = ""
    severity: Severity = Severity.ERROR
    at: tuple[str, str] | None = None

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Defect:
        """The defect that ``plain`` gave, read back from a stored row."""
        row, sheet, column = plain.get("row"), plain.get("sheet"), plain.get("column")
        cell = CellReference(str(sheet or ""), row, str(column or "")) if isinstance(row, int) else None
        code, message, value, hint = (str(plain.get(name) or "") for name in ("code", "message", "value", "hint"))
        return cls(code, message, cell, value, hint, Severity(str(plain.get("severity") or Severity.ERROR)))

    @property
    def sentence(self) -> str:
        """Where, what and what to do, in one line."""
        where = f"{self.cell} : " if self.cell else ""
        return f"{where}{self.message} {self.hint}".rstrip()

    def plain(self) -> dict[str, object]:
        """What ``--json`` prints."""
        cell = self.cell
        return {
            "sheet": cell.sheet if cell else None,
            "row": cell.row if cell else None,
            "column": cell.column if cell else None,
            "code": self.code,
            "message": self.message,
            "value": self.value,
            "hint": self.hint,
            "severity": str(self.severity),
        }
