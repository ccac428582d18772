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
from pacte.finance.records import MoneyStage as Told
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import PARIS, today
from pacte.web.charts.money import Amounts, MoneyChart, Stage
from pacte.web.money_stages import stage_bars
from pacte.web.pages.plan.reading import Shown


def follows_money(seen: Shown) -> bool:
    """True when the actor may read the money and the plan is not a draft."""
    return not seen.is_draft and may_read_money(actor=seen.actor, plan=seen.plan)


def with_stages(chart: MoneyChart, seen: Shown) -> MoneyChart:
    """Adds the voted, committed and ordered amounts to the bars; unchanged when there are none."""
    if not follows_money(seen):
        return chart
    cells = money_cells_of_plan(actor=seen.actor, plan=seen.plan, on=seen.on, known_at=_known_at(seen))
    pact = [cell for cell in cells if cell.fund is Fund.PACT]
    if not pact:
        return chart
    codes = [axis.code for axis in seen.content.axes]
    bars = tuple(
        replace(bar, amounts=_amounts(bar.amounts.envelope, [cell for cell in pact if cell.axis_code == code]))
        for bar, code in zip(chart.bars, codes, strict=True)
    )
    return replace(chart, bars=bars, stages=(Stage.ENVELOPE, Stage.VOTED, Stage.COMMITTED, Stage.PAID))


def action_values(seen: Shown, number: ActionCode) -> dict[str, Any]:
    """Money section of an action, beyond the amounts of the plan."""
    if not follows_money(seen):
        return {}
    cells = money_cells_of_action(actor=seen.actor, plan=seen.plan, number=number, on=seen.on, known_at=_known_at(seen))
    sections = [each for each in (Section.OPERATING, Section.INVESTMENT) if any(c.section is each for c in cells)]
    return {
        "money_bars": [
            {
                "id": f"argent-{section}",
                "label": SECTION_LABELS[section],
                "caption": f"{SECTION_LABELS[section]} de l’action, par étape",
                "stages": stage_bars(cells, section=section),
            }
            for section in sections
        ],
        "money_posts": sum(cell.etp for cell in cells if cell.etp is not None),
        "money_url": reverse("money:action", args=[seen.plan.code, number]) + _carried(seen),
    }


def _amounts(envelope: int | None, cells: list[MoneyCell]) -> Amounts:
    return Amounts(envelope, *(total_at_stage(cells, stage) for stage in (Told.VOTED, Told.COMMITTED, Told.ORDERED)))


def _carried(seen: Shown) -> str:
    return f"?au={seen.asked.on.isoformat()}" if seen.asked.on else ""


def _known_at(seen: Shown) -> datetime | None:
    """End of the day for a past day; None (now) for today."""
    return None if seen.on >= today() else datetime.combine(seen.on, time.max, PARIS)
