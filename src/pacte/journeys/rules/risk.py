"""Which sessions may start half empty: a plain comparison of places. Entries are foreseen elsewhere. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FillingRisk(StrEnum):
    UNDER_MINIMUM = "under_minimum"
    HALF_EMPTY = "half_empty"


@dataclass(frozen=True, slots=True)
class Filling:
    """Places of a future session. ``bought`` excludes lost places; ``likely``: people who wait for an answer."""

    bought: int
    opened: int
    seats_held: int
    minimum: int
    likely: int | None = None

    @property
    def missing(self) -> int:
        """People still to admit for the session to start and not be half empty."""
        return max(0, max(self.minimum, (self.bought + 1) // 2) - self.seats_held)

    @property
    def left(self) -> int:
        return max(0, self.opened - self.seats_held)


def risk_of(filling: Filling) -> FillingRisk | None:
    """The worse of the two risks; people who wait for an answer do not count as admitted."""
    if filling.seats_held < filling.minimum:
        return FillingRisk.UNDER_MINIMUM
    return FillingRisk.HALF_EMPTY if filling.seats_held * 2 < filling.bought else None


def days_until_start(starts_on: date, on: date) -> int:
    return (starts_on - on).days
