"""A comparison of options as plain values: criteria with points, scores from 0 to 5, and what follows. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

LOWEST, HIGHEST = Decimal(0), Decimal(5)


@dataclass(frozen=True, slots=True)
class Criterion:
    """``points`` are what the person typed; the weight is their share of all points."""

    key: int
    label: str
    points: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """An option and its score on each criterion, by the criterion's key. 5 is best; a score not given is absent."""

    key: int
    code: str
    scores: dict[int, Decimal]


@dataclass(frozen=True, slots=True)
class Placed:
    """An option with its total, between 0 and 5. ``rank`` is shared by options that are equal."""

    key: int
    code: str
    total: Fraction
    rank: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the weight of one criterion, and who comes first all along it: several when they are equal."""

    start: Fraction
    end: Fraction
    winners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How the first place changes when one weight goes from 0 to 1, the others keeping their proportions."""

    criterion: Criterion
    weight: Fraction
    stretches: tuple[Stretch, ...]

    @property
    def here(self) -> Stretch:
        """The stretch that holds the present weight; the longest one where two meet."""
        holding = [each for each in self.stretches if each.start <= self.weight <= each.end]
        return max(holding, key=lambda each: each.end - each.start)


@dataclass(frozen=True, slots=True)
class Share:
    """How many sets of weights, among those tried, put this option first alone."""

    code: str
    won: int
    tried: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that the rules say of a table of scores. Nothing is chosen here."""

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
