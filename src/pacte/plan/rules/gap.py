"""What is missing to reach a target, in its own unit. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pacte.plan.records import Figure
from pacte.plan.rules.progress import ProgressOutcome, figure_bounds
from pacte.plan.rules.progress_by_unit import UnitProgress

_STILL_TO_COME = (ProgressOutcome.COMING, ProgressOutcome.NOT_COMPUTABLE)


def target_gap(figure: Figure, measured: Decimal) -> Decimal | None:
    """From the measure to the nearest bound: above 0 when the measure is under it, below 0 when it is over.

    0 inside the target; None for a target without a number.
    """
    low, high = figure_bounds(figure)
    if low is None and high is None:
        return None
    if low is not None and measured < low:
        return low - measured
    return high - measured if high is not None and measured > high else Decimal(0)


def wanting_units(units: Iterable[UnitProgress]) -> int:
    """How many places, or periods begun, have not yet what is promised to each; those of no known value included."""
    return sum(not each.outcome.has_arrived and each.outcome not in _STILL_TO_COME for each in units)
