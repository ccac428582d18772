"""Public tables: their definition, and a table as published for one year. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SHARE_PART = "part"
"""Dimension of a share: in its numerator or not."""


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A count of people, or of places, by a few dimensions.

    ``by`` are dimensions of ``facts.dimensions`` and ``labels`` their French names, in the same order. A share has
    ``SHARE_PART`` as its last dimension, and ``parts`` are the labels of its two sides. ``unit_names`` is the noun for
    the unit, singular and plural; ``reading`` is the reading note. Tables of one indicator share no dimension: their
    only common margin is the total. ``of_journeys`` is the matching count of the journey tables (or that of its first
    part); ``horizon``: months after the end, when the table counts by year of end.
    """

    code: str
    title: str
    question: str
    indicator: str
    by: tuple[str, ...]
    labels: tuple[str, ...]
    unit_names: tuple[str, str] = ("entrée en formation", "entrées en formation")
    reading: str = "Une entrée : première demi-journée attestée d’un parcours, au lieu de résidence."
    parts: tuple[str, str] | None = None
    of_journeys: str = "entered"
    horizon: int | None = None

    @property
    def splits(self) -> tuple[str, ...]:
        """The dimensions by which the facts are split."""
        return tuple(each for each in self.by if each != SHARE_PART)


@dataclass(frozen=True, slots=True)
class PublicCell:
    """``keys`` by dimension, ``TOTAL`` for a margin. ``count`` is None when it is suppressed."""

    keys: tuple[str, ...]
    count: int | None


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A published table, which never changes. ``names``: by dimension, the French label of each key."""

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
        """The count of a cell; None when it is suppressed. Raises ``KeyError`` for keys of another table."""
        return {cell.keys: cell.count for cell in self.cells}[keys]
