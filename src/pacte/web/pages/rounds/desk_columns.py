"""Items of a desk: a subject, a reason and one verb. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PilotDeskItem:
    """``when`` is shown on the right with its ``tone``: « bad », « watch » or "". ``url`` is the target of the verb."""

    title: str
    note: str = ""
    when: str = ""
    tone: str = ""
    verb: str = ""
    url: str = ""


# Builds an item only when it is shown: a desk counts hundreds of items and shows a few.
PilotDeskItemFactory = Callable[[], PilotDeskItem]


@dataclass(frozen=True, slots=True)
class PilotDeskColumn:
    """``more`` is an item that stands for the hidden ones."""

    key: str
    title: str
    note: str
    lines: tuple[PilotDeskItem, ...]
    more: PilotDeskItem | None = None
    empty: str = "Rien."

    @property
    def count(self) -> int:
        return len(self.lines) + (int(self.more.when) if self.more else 0)


def shorten_column(
    key: str, title: str, note: str, lines: Sequence[PilotDeskItemFactory], *, max_items: int, url: str, empty: str
) -> PilotDeskColumn:
    """The column with its first items; the others become a count with a link."""
    hidden = len(lines) - max_items
    if hidden <= 1 or not url:
        return PilotDeskColumn(key, title, note, tuple(write() for write in lines), None, empty)
    more = PilotDeskItem(title=f"Voir les {hidden} autres", when=str(hidden), url=url)
    return PilotDeskColumn(key, title, note, tuple(write() for write in lines[:max_items]), more, empty)
