"""Words of the results of a training, as the public reads them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

# Counts of people, over finished sessions. « due_6 »: their session ended more than six months ago.
NAMES = ("entered", "ended", "completed", "certifiable", "certified", "in_part", "due_6", "answered", "in_job")
MONTHS = 6


@dataclass(frozen=True, slots=True)
class Sums:
    """What some sessions gave, small counts included: for the machine alone."""

    sessions: int
    first_on: date
    last_on: date
    values: Mapping[str, int]
    trainings: int = 1


@dataclass(frozen=True, slots=True)
class Ratio:
    """So many people out of so many. ``count`` None: fewer than eleven, which is not said."""

    count: int | None
    out_of: int


@dataclass(frozen=True, slots=True)
class Results:
    """``certification`` is its code when all trainings that lead to it were counted together, else empty.

    A ratio is None when nobody is in its denominator, or fewer than eleven people are: then its name is in ``hidden``.
    """

    certification: str
    trainings: int
    sessions: int
    first_on: date
    last_on: date
    counted_at: datetime
    entered: int | None = None
    completed: Ratio | None = None
    certified: Ratio | None = None
    in_part: int | None = None
    answered: Ratio | None = None
    in_job: Ratio | None = None
    hidden: frozenset[str] = field(default_factory=frozenset)
