"""Gaps that the register of missing indicators finds by itself, and how the gaps of a plan ended. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pacte.indicators.records.survey import GapInput


@dataclass(frozen=True, slots=True)
class FoundGap:
    """A measure that the plan expects. ``key``: what it is, the same from one night to the next."""

    key: str
    gap: GapInput


@dataclass(frozen=True, slots=True)
class AwaitedMeasures:
    """Everything that a plan expects on a day: keys of all of it, of what has arrived, and what is missing.

    What is neither is not due yet.
    """

    keys: frozenset[str] = frozenset()
    arrived: frozenset[str] = frozenset()
    missing: tuple[FoundGap, ...] = ()

    @classmethod
    def of_parts(cls, parts: Iterable[AwaitedMeasures]) -> AwaitedMeasures:
        all_parts = list(parts)
        return cls(
            frozenset().union(*(each.keys for each in all_parts)),
            frozenset().union(*(each.arrived for each in all_parts)),
            tuple(gap for each in all_parts for gap in each.missing),
        )


@dataclass(frozen=True, slots=True)
class GapOutcome:
    """One time that a gap was open. ``gap``: which one, the same each time that it comes back."""

    gap: int
    noted_on: date
    closed_on: date | None
    is_filled: bool
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class GapCounts:
    """Gaps open at some time in a period, and those of them that a measure filled by its end."""

    filled: int
    total: int
