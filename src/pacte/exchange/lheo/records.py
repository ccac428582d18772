"""What a check says: where, which rule, which value, what to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule saw, before it is put in words. ``element`` is a node of the training being read."""

    code: str
    element: Any
    value: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing to mend. ``is_advice``: the file is valid without it."""

    line: int
    path: str
    code: str
    value: str
    message: str
    fix: str
    is_advice: bool = False

    def plain(self) -> dict[str, object]:
        return {
            "line": self.line,
            "path": self.path,
            "code": self.code,
            "value": self.value,
            "message": self.message,
            "fix": self.fix,
        }


@dataclass(slots=True)
class Report:
    """What one file holds. ``defects`` and ``advice`` are cut at a limit; the counts are not.

    ``peak_bytes`` is the memory that the reading took, as far as it was seen.
    """

    version: str = ""
    trainings: int = 0
    actions: int = 0
    sessions: int = 0
    defect_count: int = 0
    advice_count: int = 0
    faulty_trainings: int = 0
    read_bytes: int = 0
    peak_bytes: int = 0
    defects: list[Defect] = field(default_factory=list)
    advice: list[Defect] = field(default_factory=list)

    @property
    def is_valid(self) -> bool:
        return self.defect_count == 0

    def plain(self) -> dict[str, object]:
        """What ``--json`` prints."""
        return {
            "version": self.version or None,
            "trainings": self.trainings,
            "actions": self.actions,
            "sessions": self.sessions,
            "defects": [defect.plain() for defect in self.defects],
            "defect_count": self.defect_count,
            "warnings": [defect.plain() for defect in self.advice],
            "warning_count": self.advice_count,
        }
