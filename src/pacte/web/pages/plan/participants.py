"""What the pages of a plan add for participants of the pact: steering, and the money in six stages.

Steering: weather, milestones, declared values, decisions. Empty for the public.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse

from pacte.finance.queries import may_read_money, money_cells_of_action, money_cells_of_plan
from pacte.finance.records import SECTION_LABELS, Fund, MoneyCell, Section, total_at_stage
from pacte.finance.records import MoneyStage as ChartStage
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day, pluralise
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.decisions import decisions_of_action
from pacte.steering.queries.rounds import latest_open_round
from pacte.steering.queries.tracking import (
    declared_values_by_action,
    milestones_by_action,
)
from pacte.steering.queries.weather import weather_by_action
from pacte.steering.records import MilestoneState, MilestoneSummary, Weather
from pacte.steering.records.meetings import DECISION_STATE_LABELS, DecisionSummary
from pacte.steering.rules.number_format import format_exact_decimal
from pacte.web.charts.money import MoneyChart, MoneyChartStage, StageAmounts
from pacte.web.charts.timeline import TimelineMilestone, TimelineMilestoneState
from pacte.web.money_stage_bars import money_stage_bars
from pacte.web.pages.plan.version_page import VersionPage

_MILESTONE_BADGES = {
    MilestoneState.DONE: ("check", "good"),
    MilestoneState.DROPPED: ("cross", ""),
    MilestoneState.LATE: ("diamond", "bad"),
    MilestoneState.THREATENED: ("triangle", "watch"),
    MilestoneState.COMING: ("clock", ""),
}

_MARKS = {
    MilestoneState.DONE: TimelineMilestoneState.REACHED,
    MilestoneState.LATE: TimelineMilestoneState.OVERDUE,
    MilestoneState.THREATENED: TimelineMilestoneState.COMING,
    MilestoneState.COMING: TimelineMilestoneState.COMING,
}
_OPEN_MILESTONES = (MilestoneState.LATE, MilestoneState.THREATENED, MilestoneState.COMING)


def may_follow_rounds(page: VersionPage) -> bool:
    """True when the actor takes part in the steering and the plan is not a draft."""
    return not page.is_draft and may(page.actor, "round.read", SteeringScope(host_id=page.plan.organisation_id))


def action_steering_context(page: VersionPage, number: ActionCode, shown_ids: Collection[int]) -> dict[str, Any]:
    """Steering section of an action; empty for the public.

    ``shown_ids``: declared values that the page shows beside what is measured. Only the link of their proof is left.
    """
    if not may_follow_rounds(page):
        return {}
    weather = weather_by_action(actor=page.actor, plan=page.plan, on=page.on, number=number).get(number)
    milestones = milestones_by_action(actor=page.actor, plan=page.plan, on=page.on, numbers={number}).get(number, [])
    values = declared_values_by_action(
        actor=page.actor, plan=page.plan, known_at=page.recorded_before, numbers={number}
    ).get(number, [])
    decisions = decisions_of_action(actor=page.actor, plan=page.plan, number=number, on=page.on)
    running = latest_open_round(actor=page.actor, plan=page.plan)
    done = sum(each.state is MilestoneState.DONE for each in milestones)
    is_open = weather is not None and running is not None and weather.round_id == running[0]
    return {
        "weather": {"state": weather.weather.value, "by": weather.by, "on": weather.on, "detail": weather.word}
        if weather
        else {"state": Weather.NONE.value},
        "weather_url": reverse("rounds:answer", args=[weather.round_id, number]) if weather else "",
        "weather_round": weather.round_label if weather else "",
        "decision_asked": weather.decision_asked if weather and is_open else "",
        "answer_url": reverse("rounds:answer", args=[running[0], number]) if running else "",
        "answer_round": running[1] if running else "",
        "milestones": [_milestone_values(each) for each in milestones],
        "milestones_note": f"{pluralise(done, 'atteint', 'atteints')} sur {len(milestones)}" if milestones else "",
        "milestone_marks": chart_milestones(milestones),
        "next_milestone": next((each for each in milestones if each.state in _OPEN_MILESTONES), None),
        "declared": [
            {
                "what": each.name,
                "amount": f"{format_exact_decimal(each.value)} {each.unit}".strip(),
                "note": f"{each.by}, {format_day(each.happened_on)}"
                + (f", corrige {each.corrects}" if each.corrects else ""),
                "proof": each.proof,
                "proof_url": each.proof_url,
            }
            for each in values
            if each.value_id not in shown_ids or each.proof_url
        ],
        "decisions": [_decision_values(each, page) for each in decisions],
    }


def chart_milestones(milestones: Iterable[MilestoneSummary]) -> tuple[TimelineMilestone, ...]:
    """Those of the leads, as the calendar draws them; a dropped one is not drawn."""
    return tuple(
        TimelineMilestone(each.done_on or each.due_on, each.title, _MARKS[each.state])
        for each in milestones
        if each.state in _MARKS
    )


def _milestone_values(line: MilestoneSummary) -> dict[str, Any]:
    sign, tone = _MILESTONE_BADGES[line.state]
    late = f" de {pluralise(line.days_late, 'jour')}" if line.days_late else ""
    notes = [
        f"prévu d’abord le {format_day(line.first_due_on)}" if line.first_due_on != line.due_on else "",
        f"attend {' ← '.join(line.chain)}" if line.chain else "",
        f"retient {pluralise(line.holds_up, 'autre jalon', 'autres jalons')}" if line.holds_up else "",
        line.owner,
    ]
    return {
        "title": line.title,
        "when": format_day(line.done_on or line.due_on),
        "note": " · ".join(note for note in notes if note),
        "badge": {"word": f"{line.state_label}{late}", "sign": sign, "tone": tone},
    }


def _decision_values(line: DecisionSummary, page: VersionPage) -> dict[str, Any]:
    fate = line.status
    tone = "bad" if fate.is_late else "watch" if fate.is_to_check else ""
    word = f"en retard de {pluralise(fate.days_late, 'jour')}" if fate.is_late else DECISION_STATE_LABELS[fate.state]
    return {
        "ref": line.ref,
        "text": line.text,
        "when": format_day(line.decided_on),
        "note": f"{line.owner_label}" + (f" · pour le {format_day(fate.due_on)}" if fate.due_on else ""),
        "url": reverse("committees:decision", args=[page.plan.code, line.number]),
        "badge": {"word": word, "sign": "diamond" if fate.is_late else "check" if fate.is_closed else "clock",
                  "tone": tone},
    }  # fmt: skip


def milestones_in_year(page: VersionPage, year: int) -> list[tuple[date, ActionCode, MilestoneSummary]]:
    """Milestones reached in the year, else due in it, as known on the day of the page; earliest first.

    Empty for the public and for a draft.
    """
    if not may_follow_rounds(page):
        return []
    plan_numbers = set(page.content.numbers)
    milestones = [
        (line.done_on or line.due_on, number, line)
        for number, lines in milestones_by_action(actor=page.actor, plan=page.plan, on=page.on).items()
        if number in plan_numbers
        for line in lines
    ]
    return sorted((each for each in milestones if each[0].year == year), key=lambda each: each[:2])


def may_see_money(page: VersionPage) -> bool:
    """True when the actor may read the money and the plan is not a draft."""
    return not page.is_draft and may_read_money(actor=page.actor, plan=page.plan)


def add_money_stages(chart: MoneyChart, page: VersionPage) -> MoneyChart:
    """Adds the voted, committed and ordered amounts to the bars; unchanged when there are none."""
    if not may_see_money(page):
        return chart
    pact = [
        cell
        for cell in money_cells_of_plan(actor=page.actor, plan=page.plan, on=page.on, known_at=page.recorded_before)
        if cell.fund is Fund.PACT
    ]
    if not pact:
        return chart
    codes = [axis.code for axis in page.content.axes]
    bars = tuple(
        replace(bar, amounts=_stage_amounts(bar.amounts.envelope, [cell for cell in pact if cell.axis_code == code]))
        for bar, code in zip(chart.bars, codes, strict=True)
    )
    return replace(
        chart,
        bars=bars,
        stages=(MoneyChartStage.ENVELOPE, MoneyChartStage.VOTED, MoneyChartStage.COMMITTED, MoneyChartStage.PAID),
    )


def action_money_context(page: VersionPage, number: ActionCode) -> dict[str, Any]:
    """Money section of an action, beyond the amounts of the plan."""
    if not may_see_money(page):
        return {}
    cells = money_cells_of_action(
        actor=page.actor,
        plan=page.plan,
        number=number,
        on=page.on,
        known_at=page.recorded_before,
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
        "money_totals": (total_at_stage(cells, ChartStage.VOTED), total_at_stage(cells, ChartStage.COMMITTED)),
        "money_posts": sum(cell.etp for cell in cells if cell.etp is not None),
        "money_url": reverse("money:action", args=[page.plan.code, number]) + page.day_querystring,
    }


def _stage_amounts(envelope: int | None, cells: list[MoneyCell]) -> StageAmounts:
    return StageAmounts(
        envelope,
        *(total_at_stage(cells, stage) for stage in (ChartStage.VOTED, ChartStage.COMMITTED, ChartStage.ORDERED)),
    )
