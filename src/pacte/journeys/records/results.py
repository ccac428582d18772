"""Value objects of the public results of a training. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

# Counts of people, over finished sessions. « due_6 »: their session ended more than six months ago.
NAMES = ("entered", "ended", "completed", "certifiable", "certified", "in_part", "due_6", "answered", "in_job")
MONTHS = 6


@dataclass(frozen=True, slots=True)
class ResultSums:
    """Sums over some sessions, small counts included: for the machine only."""

    sessions: int
    first_on: date
    last_on: date
    values: Mapping[str, int]
    trainings: int = 1


@dataclass(frozen=True, slots=True)
class Ratio:
    """A count out of a total. ``count`` None: fewer than eleven people, not shown."""

    count: int | None
    out_of: int


@dataclass(frozen=True, slots=True)
class TrainingResults:
    """``certification`` is its code when all its trainings were counted together, else empty.

    A ratio is None when its denominator is zero, or hidden because it counts fewer than eleven people; its name is then
    in ``hidden``.
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
