"""Sums of a plan: axis against actions, action against years, total against axes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import PlanContent


@dataclass(frozen=True, slots=True)
class AxisSum:
    """Amount of an axis with the sum of its actions.

    ``actions_cents`` is None when no action of the axis has an amount: there is nothing to compare.
    """

    code: str
    amount_cents: int | None
    actions_cents: int | None

    @property
    def agrees(self) -> bool:
        return self.amount_cents is None or self.actions_cents is None or self.amount_cents == self.actions_cents


@dataclass(frozen=True, slots=True)
class ActionSum:
    """Stated total of an action with the sum of its years; either may be missing."""

    number: ActionCode
    total_cents: int | None
    years_cents: int | None

    @property
    def cents(self) -> int:
        """Amount of the action: its stated total, else the sum of its years."""
        return self.total_cents if self.total_cents is not None else self.years_cents or 0

    @property
    def agrees(self) -> bool:
        return self.total_cents is None or self.years_cents is None or self.total_cents == self.years_cents


def action_sums(content: PlanContent) -> tuple[ActionSum, ...]:
    """Return the actions that have an amount, by number."""
    whole: dict[ActionCode, int] = defaultdict(int)
    years: dict[ActionCode, int] = defaultdict(int)
    for amount in content.amounts:
        (whole if amount.year is None else years)[amount.number] += amount.cents
    return tuple(
        ActionSum(number, whole.get(number), years.get(number)) for number in sorted(whole.keys() | years.keys())
    )


def axis_sums(content: PlanContent) -> tuple[AxisSum, ...]:
    """Return every axis in plan order, with the sum of its actions when some have an amount."""
    axis_of = {row.number: row.axis_code for row in reversed(content.rows)}
    by_axis: dict[str, int] = {}
    for each in action_sums(content):
        code = axis_of.get(each.number, "")
        by_axis[code] = by_axis.get(code, 0) + each.cents
    return tuple(AxisSum(axis.code, axis.amount_cents, by_axis.get(axis.code)) for axis in content.axes)
