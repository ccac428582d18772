"""Money on the pages of a plan, for readers of the money: spending of each axis, six stages of an action.

The amounts printed in the plan are public; commitments and payments are not. Other readers see the page without them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django.urls import reverse

from pacte.finance.queries import may_read_money, money_cells_of_action, money_cells_of_plan
from pacte.finance.records import SECTION_LABELS, Fund, MoneyCell, Section, total_at_stage
from pacte.finance.records import MoneyStage as ChartStage
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import PARIS, today
from pacte.web.charts.money import MoneyChart, MoneyChartStage, StageAmounts
from pacte.web.money_stage_bars import money_stage_bars
from pacte.web.pages.plan.plan_context import PlanContext


def may_see_money(plan_context: PlanContext) -> bool:
    """True when the actor may read the money and the plan is not a draft."""
    return not plan_context.is_draft and may_read_money(actor=plan_context.actor, plan=plan_context.plan)


def add_money_stages(chart: MoneyChart, plan_context: PlanContext) -> MoneyChart:
    """Adds the voted, committed and ordered amounts to the bars; unchanged when there are none."""
    if not may_see_money(plan_context):
        return chart
    cells = money_cells_of_plan(
        actor=plan_context.actor, plan=plan_context.plan, on=plan_context.on, known_at=_recorded_before(plan_context)
    )
    pact = [cell for cell in cells if cell.fund is Fund.PACT]
    if not pact:
        return chart
    codes = [axis.code for axis in plan_context.content.axes]
    bars = tuple(
        replace(bar, amounts=_stage_amounts(bar.amounts.envelope, [cell for cell in pact if cell.axis_code == code]))
        for bar, code in zip(chart.bars, codes, strict=True)
    )
    return replace(
        chart,
        bars=bars,
        stages=(MoneyChartStage.ENVELOPE, MoneyChartStage.VOTED, MoneyChartStage.COMMITTED, MoneyChartStage.PAID),
    )


def action_money_context(plan_context: PlanContext, number: ActionCode) -> dict[str, Any]:
    """Money section of an action, beyond the amounts of the plan."""
    if not may_see_money(plan_context):
        return {}
    cells = money_cells_of_action(
        actor=plan_context.actor,
        plan=plan_context.plan,
        number=number,
        on=plan_context.on,
        known_at=_recorded_before(plan_context),
    )
    sections = [each for each in (Section.OPERATING, Section.INVESTMENT) if any(c.section is each for c in cells)]
    return {
        "money_bars": [
            {
                "id": f"argent-{section}",
                "label": SECTION_LABELS[section],
                "caption": f"{SECTION_LABELS[section]} de l’action, par étape",
                "stages": money_stage_bars(cells, section=section),
            }
            for section in sections
        ],
        "money_posts": sum(cell.etp for cell in cells if cell.etp is not None),
        "money_url": reverse("money:action", args=[plan_context.plan.code, number]) + _day_querystring(plan_context),
    }


def _stage_amounts(envelope: int | None, cells: list[MoneyCell]) -> StageAmounts:
    return StageAmounts(
        envelope,
        *(total_at_stage(cells, stage) for stage in (ChartStage.VOTED, ChartStage.COMMITTED, ChartStage.ORDERED)),
    )


def _day_querystring(plan_context: PlanContext) -> str:
    return f"?au={plan_context.params.on.isoformat()}" if plan_context.params.on else ""


def _recorded_before(plan_context: PlanContext) -> datetime | None:
    """End of the day for a past day; None (now) for today."""
    return None if plan_context.on >= today() else datetime.combine(plan_context.on, time.max, PARIS)
