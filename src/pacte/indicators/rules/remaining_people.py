"""How many people of a zone no service knows: an estimate with its interval, minus those who are known. Pure.

Method: the producer of the estimate gives the half-width of its interval (95 %); those who are known are counted, so
they add no uncertainty, but a small count is only known to be between one and the threshold.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pacte.journeys.rules.suppression import SMALLEST_SHOWN


@dataclass(frozen=True, slots=True)
class RemainingPeople:
    """``known``: None when the count is small, and not told. ``low`` and ``high``: None without a margin."""

    estimate: Decimal
    margin: Decimal | None
    known: int | None
    low: int | None
    high: int | None


def remaining_people(estimate: Decimal, margin: Decimal | None, known: int) -> RemainingPeople:
    """People of the zone whom no service knows; never below zero."""
    is_small = 0 < known < SMALLEST_SHOWN
    fewest, most = (1, SMALLEST_SHOWN - 1) if is_small else (known, known)
    shown = None if is_small else known
    if margin is None:
        return RemainingPeople(estimate, None, shown, None, None)
    low, high = (max(0, round(each)) for each in (estimate - margin - most, estimate + margin - fewest))
    return RemainingPeople(estimate, margin, shown, low, high)
