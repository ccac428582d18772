"""What all desks are made of: panels side by side, whose entries each say a subject, a reason and one verb. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pacte.kernel.french import pluralise

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """``when`` is shown on the right with its ``tone``: « bad », « watch » or "". ``url`` is the target of the verb.

    ``count``: how many entries it stands for, when it replaces those that are hidden (``entries_with_rest``).
    """

    title: str
    note: str = ""
    when: str = ""
    tone: str = ""
    verb: str = ""
    url: str = ""
    count: int = 1


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
        return count_entries(self.lines) + (int(self.more.when) if self.more else 0)


def count_entries(entries: Iterable[DeskEntry]) -> int:
    return sum(each.count for each in entries)


def entries_with_rest(
    rows: Sequence[Row], write: Callable[[Row], DeskEntry], *, most: int, others: tuple[str, str], url: str
) -> Iterator[DeskEntry]:
    """The first ``most`` rows, then one entry for all the others, named in the singular and in the plural.

    One row more is shown rather than counted.
    """
    shown = len(rows) if len(rows) <= most + 1 else most
    yield from map(write, rows[:shown])
    hidden = len(rows) - shown
    if hidden:
        yield DeskEntry(f"et {pluralise(hidden, *others)}", verb="Les voir", url=url, count=hidden)
