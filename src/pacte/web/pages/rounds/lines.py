"""Lines of a desk: a thing, why it is there, and one verb. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """``when`` stands at the right with its ``tone``: bad, watch or nothing. ``url`` is where the verb leads."""

    title: str
    note: str = ""
    when: str = ""
    tone: str = ""
    verb: str = ""
    url: str = ""


# A line that is written only when it is shown: a desk counts hundreds of them and shows a few.
Pending = Callable[[], Line]


@dataclass(frozen=True, slots=True)
class Column:
    """``more`` is a line that stands for those that are not shown."""

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
    """The column with its first lines; the rest is a count that leads somewhere."""
    hidden = len(lines) - most
    if hidden <= 1 or not url:
        return Column(key, title, note, tuple(write() for write in lines), None, empty)
    more = Line(title=f"Voir les {hidden} autres", when=str(hidden), url=url)
    return Column(key, title, note, tuple(write() for write in lines[:most]), more, empty)
