"""A table for the public, and the same once it is published for one year. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A count of people by a few dimensions. ``indicator`` must count, and have no denominator.

    ``by`` are dimensions of ``facts.dimensions``, ``labels`` their French names, in the same order.
    """

    code: str
    title: str
    question: str
    indicator: str
    by: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicCell:
    """``keys`` by dimension, ``TOTAL`` for a whole one. ``count`` is None when it is hidden."""

    keys: tuple[str, ...]
    count: int | None


@dataclass(frozen=True, slots=True)
class Published:
    """A table as it was published, and as it stays. ``names``: by dimension, the French label of each key."""

    table: PublicTable
    year: int
    known_on: date
    threshold: int
    cells: tuple[PublicCell, ...]
    names: tuple[dict[str, str], ...]
    is_synthetic: bool

    @property
    def hidden(self) -> int:
        return sum(cell.count is None for cell in self.cells)

    def count(self, *keys: str) -> int | None:
        """The count of a cell; None when it is hidden. Raises ``KeyError`` for keys of another table."""
        return {cell.keys: cell.count for cell in self.cells}[keys]
