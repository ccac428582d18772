"""Entries expected in a session: who is on the way to it, what such people usually do, and the forecast. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ApproachCounts:
    """People on the way to a session some days before its start: admitted, or waiting for an answer."""

    session_id: int
    nature: str
    department: str
    admitted: int
    waiting: int


@dataclass(frozen=True, slots=True)
class PastApproach:
    """The same of a past session, and how many of them entered. ``entered``: everybody who did, in time."""

    counts: ApproachCounts
    admitted_entered: int
    waiting_entered: int
    entered: int


class ForecastBasis(StrEnum):
    """The past sessions that a forecast is made from: the narrowest kind that has enough of them."""

    NATURE_AND_DEPARTMENT = "nature_department"
    NATURE = "nature"
    EVERY = "every"


FORECAST_BASIS_LABELS = {
    ForecastBasis.NATURE_AND_DEPARTMENT: "même objectif, même département",
    ForecastBasis.NATURE: "même objectif",
    ForecastBasis.EVERY: "toutes les sessions",
}


@dataclass(frozen=True, slots=True)
class UsualRate:
    """Share of people who enter, from past sessions. ``correlation``: 1 when those of one session all act alike."""

    people: int
    share: float
    correlation: float


@dataclass(frozen=True, slots=True)
class UsualEntries:
    """What people on the way to such sessions usually do, from ``sessions`` of them."""

    basis: ForecastBasis
    sessions: int
    admitted: UsualRate
    waiting: UsualRate


@dataclass(frozen=True, slots=True)
class EntryEstimate:
    """In people. ``low`` to ``high``: where the entries fall eight times in ten, if the past repeats itself."""

    expected: float
    low: int
    high: int
