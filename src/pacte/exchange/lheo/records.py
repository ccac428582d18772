"""Results of a check: what a rule finds, and the report on a file. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pacte.kernel.defects import Defect


@dataclass(frozen=True, slots=True)
class CatalogueFinding:
    """Finding of a rule, before wording. ``element`` is a node of the current training."""

    code: str
    element: Any
    value: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class CatalogueReport:
    """Report on one file. ``defects`` and ``advice`` are truncated at a limit; the counts are not. The
    row of a defect is a line of the file, and its column the path of the element.

    ``peak_bytes``: highest observed memory use.
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
