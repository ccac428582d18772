"""Outcome of a wish: a decided target without figure (« le plus grand nombre »). It is compared, never reached."""

from __future__ import annotations

from decimal import Decimal

from pacte.kernel.french import format_number
from pacte.plan.records import Figure
from pacte.plan.rules.progress import ProgressOutcome, TargetProgress, outcome_without_measure, target_progress


def wish_progress(
    figure: Figure, latest: Decimal | None, earlier: Decimal | None, *, since: str, is_rising: bool | None
) -> TargetProgress:
    """Compare the latest value with an earlier one. ``since`` names that one: « en 2020 », « au départ ».

    ``is_rising``: whether more is better; None when nothing says so. A figure that is not a wish has its own progress.
    """
    if outcome_without_measure(figure) is not ProgressOutcome.NO_FIGURE:
        return target_progress(figure, latest)
    if latest is None or not latest.is_finite():
        return TargetProgress(ProgressOutcome.NO_FIGURE)
    if earlier is None or not earlier.is_finite():
        return TargetProgress(ProgressOutcome.NOT_COMPARED)
    values = f"{_number(latest)} après {_number(earlier)} {since}"
    if latest == earlier:
        return TargetProgress(ProgressOutcome.SAME, None, f"comme {since} : {_number(latest)}")
    if is_rising is None:
        direction = "en hausse" if latest > earlier else "en baisse"
        return TargetProgress(
            ProgressOutcome.NOT_COMPARED, None, f"{direction}, {values} : rien ne dit quel sens est le bon"
        )
    if (latest > earlier) is is_rising:
        return TargetProgress(ProgressOutcome.BETTER, None, f"mieux : {values}")
    return TargetProgress(ProgressOutcome.WORSE, None, f"moins bien : {values}")


def _number(value: Decimal) -> str:
    return format_number(value, 0 if value == value.to_integral_value() else 1)
