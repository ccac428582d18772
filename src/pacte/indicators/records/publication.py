"""A table for the public, and the same once it is published for one year. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PART = "part"
"""The dimension of a share: who is in its numerator, and who is not."""


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A count of people, or of places, by a few dimensions.

    ``by`` are dimensions of ``facts.dimensions``, ``labels`` their French names, in the same order. An indicator that
    is a share has ``PART`` as its last dimension, and ``parts`` the labels of its two sides. ``counted`` is what is
    counted, in the singular and in the plural; ``reading`` says how. Tables of one indicator share no dimension: their
    only common margin is the whole. ``of_journeys`` is the count of the tables of journeys that it is, or that its
    first part is; ``horizon``: how many months after the end, when it counts by year of the end.
    """

    code: str
    title: str
    question: str
    indicator: str
    by: tuple[str, ...]
    labels: tuple[str, ...]
    counted: tuple[str, str] = ("entrée en formation", "entrées en formation")
    reading: str = "Une entrée : première demi-journée attestée d’un parcours, au lieu de résidence."
    parts: tuple[str, str] | None = None
    of_journeys: str = "entered"
    horizon: int | None = None

    @property
    def splits(self) -> tuple[str, ...]:
        """The dimensions that the facts are split by."""
        return tuple(each for each in self.by if each != PART)


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
