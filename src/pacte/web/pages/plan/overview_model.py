"""« Où en est le pacte ? »: the money of the axes, the actions by axis, what the sheets contain. Pure.

Nothing is typed or guessed: what the plan does not state is counted as not stated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import pluralise
from pacte.plan.records import Axis, PlanContent
from pacte.plan.rules.completeness import COMPLETENESS_CRITERIA
from pacte.plan.rules.sums import axis_sums
from pacte.web.charts.money import MoneyBar, MoneyChart, StageAmounts
from pacte.web.charts.row_marks import CompletenessChart, CompletenessField
from pacte.web.pages.plan.action_summaries import ActionSummary


def running_numbers(lines: Iterable[ActionSummary]) -> frozenset[ActionCode]:
    return frozenset(line.number for line in lines if not line.is_ended)


def group_actions_by_axis(content: PlanContent, lines: Iterable[ActionSummary]) -> dict[Axis, list[ActionSummary]]:
    """Actions grouped by axis, in plan order. An axis without actions is kept."""
    groups: dict[Axis, list[ActionSummary]] = {axis: [] for axis in content.axes}
    for line in lines:
        groups.setdefault(line.axis, []).append(line)
    return groups


def axis_money_chart(content: PlanContent, address: Callable[[str], str]) -> MoneyChart:
    """Envelope of each axis as printed; when none is printed, the sum of its actions."""
    sums = {each.code: each for each in axis_sums(content)}
    bars = tuple(
        MoneyBar(
            axis=rank,
            code=axis.label,
            label=axis.title,
            amounts=StageAmounts(
                envelope=axis.amount_cents if axis.amount_cents is not None else sums[axis.code].actions_cents
            ),
            address=address(axis.code),
        )
        for rank, axis in enumerate(content.axes, start=1)
    )
    return MoneyChart(bars=bars, total_label=f"Ensemble, {pluralise(len(bars), 'axe')}")


def field_completeness_chart(lines: tuple[ActionSummary, ...], address: Callable[[str], str]) -> CompletenessChart:
    """For each expected field, how many actions have it."""
    lacking = Counter(criterion.code for line in lines for criterion in line.missing)
    fields = tuple(
        CompletenessField(each.label.capitalize(), len(lines) - lacking[each.code], address(each.code))
        for each in COMPLETENESS_CRITERIA
    )
    return CompletenessChart(total=len(lines), fields=fields)
