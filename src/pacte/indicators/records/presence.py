"""How long trainees stay, in hundredths of the planned length of their training. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

MARKS = tuple(range(0, 101, 10))
"""Hundredths of the planned length at which a curve is read."""
LENGTH_LIMITS = (30, 91, 183)
"""Last day, from the entry to the planned end, of each class of length; the last class has none."""


@dataclass(frozen=True, slots=True)
class TrainingClass:
    """What makes two trainings alike. ``level``: 1 to 8, 0 for none; ``length``: rank of its class."""

    domain: str
    level: int
    length: int


@dataclass(frozen=True, slots=True)
class Stay:
    """``people`` who were seen present up to that hundredth (1 to 100), and left it, or were no longer observed."""

    percent: int
    has_left: bool
    people: int = 1


@dataclass(frozen=True, slots=True)
class PresencePoint:
    """``share``: None where nobody was observed so far. ``followed``: still present; ``left``: exits up to there."""

    mark: int
    share: Fraction | None
    variance: Fraction
    followed: int
    left: int


PresenceCurve = tuple[PresencePoint, ...]
"""One point a mark."""


class Similarity(StrEnum):
    """What other trainings have in common with those of the provider, the closest first."""

    SAME_CLASS = "same_class"
    SAME_DOMAIN = "same_domain"
    SAME_LENGTH = "same_length"


@dataclass(frozen=True, slots=True)
class OwnStays:
    """The provider's people in one of its trainings, of one class."""

    training_id: int
    training_class: TrainingClass
    stays: tuple[Stay, ...]


@dataclass(frozen=True, slots=True)
class OtherStays:
    """The people of all other providers in one class. ``people_by_provider``: who they are is told to nobody."""

    training_class: TrainingClass
    stays: tuple[Stay, ...]
    people_by_provider: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class SimilarPresence:
    """What a provider may read of others. ``percents``: by mark, whole, None where too few people left.

    ``is_partial``: without the classes that another comparison of the page shows. ``people``: to the ten below.
    """

    similarity: Similarity
    training_class: TrainingClass
    percents: tuple[int | None, ...]
    people: int
    is_partial: bool


@dataclass(frozen=True, slots=True)
class PresenceGap:
    """Whole percents of people gone before a mark. ``others``: None when nothing may be compared."""

    mark: int
    own: int
    others: int | None = None
    may_be_chance: bool = False


@dataclass(frozen=True, slots=True)
class PresenceGroup:
    """One training, or several small ones of a domain. ``gap``: None when nothing may be compared."""

    training_ids: tuple[int, ...]
    training_class: TrainingClass
    curve: PresenceCurve
    similar: SimilarPresence | None
    gap: PresenceGap | None

    @property
    def people(self) -> int:
        return self.curve[0].followed


@dataclass(frozen=True, slots=True)
class ProviderPresence:
    """The page of one provider, for people who entered from ``first`` to ``last``.

    ``exits``: people by (kind of end, reason). ``worst``: the mark that ends the tenth when most leave, None when
    nobody does. ``uncurved``: in trainings with too few people for a curve; ``lost``: whose end is not known;
    ``without_term``: whose planned end is not known, so not counted.
    """

    first: date
    last: date
    groups: tuple[PresenceGroup, ...]
    gap: PresenceGap | None
    curve: PresenceCurve
    exits: Mapping[tuple[str, str], int]
    worst: int | None
    uncurved: int
    lost: int
    without_term: int
    titles: Mapping[int, str]
    domain_labels: Mapping[str, str]

    @property
    def people(self) -> int:
        return self.curve[0].followed
