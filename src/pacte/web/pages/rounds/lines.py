"""Items of a desk: a subject, a reason and one verb. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """``when`` is shown on the right with its ``tone``: « bad », « watch » or "". ``url`` is the target of the verb."""

    title: str
    note: str = ""
    when: str = ""
    tone: str = ""
    verb: str = ""
    url: str = ""


# Builds an item only when it is shown: a desk counts hundreds of items and shows a few.
Pending = Callable[[], Line]


@dataclass(frozen=True, slots=True)
class Column:
    """``more`` is an item that stands for the hidden ones."""

    key: str
    title: str
    note: str
    lines: tuple[Line, ...]
    more: Line | None = None
    empty: str = "Rien."

    @property
    def count(self) -> int:
        return len(self.lines) + (int(self.more.when) if self.more else 0)


def shortened(key: str, title: str, note: str, lines: Sequence[Pending], *, most: int, url: str, empty: str) -> Column:
    """The column with its first items; the others become a count with a link."""
    hidden = len(lines) - most
    if hidden <= 1 or not url:
        return Column(key, title, note, tuple(write() for write in lines), None, empty)
    more = Line(title=f"Voir les {hidden} autres", when=str(hidden), url=url)
    return Column(key, title, note, tuple(write() for write in lines[:most]), more, empty)
