"""Collects the errors and warnings of one pass over a table, each with its cell, in the terms of ``plan.rules``."""

from __future__ import annotations

from dataclasses import dataclass, field

from pacte.kernel.defects import CellReference, Defect, Severity
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import apply_french_spacing

_LONGEST_VALUE = 200
# Same codes as plan.rules.check, so that a defect found twice is reported once.
_CODES = {"amount_negative": "negative_amount", "amount_words": "amount_in_words"}


@dataclass(slots=True)
class TableFindings:
    defects: list[Defect] = field(default_factory=list)
    where: dict[tuple[str, str], CellReference] = field(default_factory=dict)
    _seen: set[Defect] = field(default_factory=set)

    def error(
        self,
        code: str,
        cell: CellReference | None,
        message: str,
        hint: str,
        value: str = "",
        at: tuple[str, str] | None = None,
    ) -> None:
        """Adds an error, which blocks the import."""
        self._add(code, cell, message, hint, value, at, Severity.ERROR)

    def warning(
        self,
        code: str,
        cell: CellReference | None,
        message: str,
        hint: str,
        value: str = "",
        at: tuple[str, str] | None = None,
    ) -> None:
        """Adds a warning, which does not block the import."""
        self._add(code, cell, message, hint, value, at, Severity.WARNING)

    def invalid(
        self, refusal: ValidationError, cell: CellReference | None, value: str, at: tuple[str, str] | None = None
    ) -> None:
        message = " ".join(part for part in (refusal.message, refusal.reason) if part)
        self.error(_CODES.get(refusal.code, refusal.code), cell, message, refusal.hint, value, at)

    def _add(
        self,
        code: str,
        cell: CellReference | None,
        message: str,
        hint: str,
        value: str,
        at: tuple[str, str] | None,
        severity: Severity,
    ) -> None:
        defect = Defect(
            code, apply_french_spacing(message), cell, value[:_LONGEST_VALUE], apply_french_spacing(hint), severity, at
        )
        if defect not in self._seen:
            self._seen.add(defect)
            self.defects.append(defect)


def quoted_excerpt(text: str, longest: int = 60) -> str:
    flat = " ".join(text.split())
    return f"« {flat if len(flat) <= longest else flat[: longest - 1].rstrip() + '…'} »"
