"""What all desks are made of: panels side by side, whose entries each say a subject, a reason and one verb. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """``when`` is shown on the right with its ``tone``: « bad », « watch » or "". ``url`` is the target of the verb."""

    title: str
    note: str = ""
    when: str = ""
    tone: str = ""
    verb: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class DeskPanel:
    """``more`` is an entry that stands for the hidden ones; ``empty`` is said when there is none."""

    key: str
    title: str
    note: str
    lines: tuple[DeskEntry, ...]
    more: DeskEntry | None = None
    empty: str = "Rien."

    @property
    def count(self) -> int:
        return len(self.lines) + (int(self.more.when) if self.more else 0)
