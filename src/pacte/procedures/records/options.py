"""A multi-criteria comparison of options as plain values: criteria with points, scores from 0 to 5, results. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

LOWEST, HIGHEST = Decimal(0), Decimal(5)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion. ``points`` are as typed; the weight is their share of all points."""

    key: int
    label: str
    points: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """An option and its scores by criterion key. 5 is best; a missing score is absent."""

    key: int
    code: str
    scores: dict[int, Decimal]


@dataclass(frozen=True, slots=True)
class Placed:
    """An option with its total, between 0 and 5. Equal options share a ``rank``."""

    key: int
    code: str
    total: Fraction
    rank: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """An interval of the weight of one criterion, and the winners over it: several when they are equal."""

    start: Fraction
    end: Fraction
    winners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The winners as one weight goes from 0 to 1, the other weights keeping their proportions."""

    criterion: Criterion
    weight: Fraction
    stretches: tuple[Stretch, ...]

    @property
    def here(self) -> Stretch:
        """Returns the interval that contains the current weight; the longest one at a boundary."""
        holding = [each for each in self.stretches if each.start <= self.weight <= each.end]
        return max(holding, key=lambda each: each.end - each.start)


@dataclass(frozen=True, slots=True)
class Share:
    """The number of weight sets, among those tried, in which this option alone comes first."""

    code: str
    won: int
    tried: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of a comparison. It does not choose an option."""

    weights: dict[int, Fraction]
    placed: tuple[Placed, ...]
    unplaced: tuple[str, ...]
    dominated: tuple[tuple[str, str], ...]
    sensitivities: tuple[Sensitivity, ...]
    shares: tuple[Share, ...]
    ties: int
    tried: int

    @property
    def firsts(self) -> tuple[Placed, ...]:
        return tuple(each for each in self.placed if each.rank == 1)
