"""What is wrong in a file that comes in, and where: the same record for any file, reader and room. Pure."""

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

    def __str__(self) -> str:
        """« Plan B5 : l’action n’a pas d’intitulé. Écrivez-le. »"""
        place = f"{self.cell} : " if self.cell else ""
        return f"{place}{self.message} {self.hint}".rstrip()

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def row(self) -> int:
        """Row or line in the file; 0 when the defect is that of the whole file."""
        return self.cell.row if self.cell else 0

    @property
    def column(self) -> str:
        return self.cell.column if self.cell else ""

    def plain(self) -> dict[str, object]:
        """What ``--json`` prints, a child process sends and a table stores; ``at`` is left out."""
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

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Defect:
        """Reads what ``plain`` gave. Raises ``ValueError`` for anything else: a child process is not trusted."""
        match plain:
            case {
                "code": str(code),
                "message": str(message),
                "value": str(value),
                "hint": str(hint),
                "severity": str(severity),
            }:
                return cls(code, message, _cell_from_plain(plain), value, hint, Severity(severity))
        raise ValueError("not a defect")


def _cell_from_plain(plain: Mapping[str, object]) -> CellReference | None:
    match plain:
        case {"sheet": None, "row": None, "column": None}:
            return None
        case {"sheet": str(sheet), "row": int(row), "column": str(column)} if not isinstance(row, bool):
            return CellReference(sheet, row, column)
    raise ValueError("not a place in a file")


class DefectReview:
    """What was read, with its defects: errors refuse it, warnings do not."""

    __slots__ = ()
    defects: tuple[Defect, ...]

    @property
    def errors(self) -> tuple[Defect, ...]:
        return tuple(defect for defect in self.defects if defect.is_error)

    @property
    def warnings(self) -> tuple[Defect, ...]:
        return tuple(defect for defect in self.defects if not defect.is_error)
