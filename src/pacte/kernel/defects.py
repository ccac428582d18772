"""What is wrong in a file that comes in, and where. The same record whatever the file, its reader and its room. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_LETTERS = re.compile(r"[A-Z]{1,3}")


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
        parts = (self.sheet, f"ligne {self.row}" if self.row else "", self.column)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Defect:
    """``message`` says what is wrong and ``hint`` what to do, in French for the sender; ``value`` is what was read.

    ``at``: place in the plan, as (subject, field), so that an import finds the cell in ``ParsedPlan.cell_by_field``. The
    subject is a row key, "axis:CODE", "objective:CODE", "action:NUMBER" or "plan".
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
