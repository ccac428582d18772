"""A multi-criteria comparison of options as plain values: criteria with points, scores from 0 to 5, results. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

MIN_SCORE, MAX_SCORE = Decimal(0), Decimal(5)


@dataclass(frozen=True, slots=True)
class WeightedCriterion:
    """A criterion. ``points`` are as typed; the weight is their share of all points."""

    key: int
    label: str
    points: int


@dataclass(frozen=True, slots=True)
class ScoredOption:
    """An option and its scores by criterion key. 5 is best; a missing score is absent."""

    key: int
    code: str
    scores: dict[int, Decimal]


@dataclass(frozen=True, slots=True)
class RankedOption:
    """An option with its total, between 0 and 5. Equal options share a ``rank``."""

    key: int
    code: str
    total: Fraction
    rank: int


@dataclass(frozen=True, slots=True)
class WeightInterval:
    """An interval of the weight of one criterion, and the winners over it: several when they are equal."""

    start: Fraction
    end: Fraction
    winners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeightSensitivity:
    """The winners as one weight goes from 0 to 1, the other weights keeping their proportions."""

    criterion: WeightedCriterion
    weight: Fraction
    stretches: tuple[WeightInterval, ...]

    @property
    def here(self) -> WeightInterval:
        """Returns the interval that contains the current weight; the longest one at a boundary."""
        holding = [each for each in self.stretches if each.start <= self.weight <= each.end]
        return max(holding, key=lambda each: each.end - each.start)


@dataclass(frozen=True, slots=True)
class WinShare:
    """The number of weight sets, among those tried, in which this option alone comes first."""

    code: str
    won: int
    tried: int


@dataclass(frozen=True, slots=True)
class OptionComparison:
    """The result of a comparison. It does not choose an option."""

    weights: dict[int, Fraction]
    placed: tuple[RankedOption, ...]
    unplaced: tuple[str, ...]
    dominated: tuple[tuple[str, str], ...]
    sensitivities: tuple[WeightSensitivity, ...]
    shares: tuple[WinShare, ...]
    ties: int
    tried: int

    @property
    def firsts(self) -> tuple[RankedOption, ...]:
        return tuple(each for each in self.placed if each.rank == 1)
