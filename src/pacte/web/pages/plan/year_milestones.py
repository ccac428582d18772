"""Milestones that fall in a year, for participants in the steering of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pacte.kernel.action_codes import ActionCode
from pacte.steering.queries.tracking import milestones_by_action
from pacte.web.pages.plan.steering import may_follow_rounds

if TYPE_CHECKING:
    from pacte.web.pages.plan.plan_context import PlanContext


@dataclass(frozen=True, slots=True)
class MilestoneInYear:
    """``on`` is the day it was reached, else its due day, as known on the day of the page."""

    on: date
    number: ActionCode
    title: str
    owner: str
    state: str


def milestones_in_year(plan_context: PlanContext, year: int) -> list[MilestoneInYear]:
    """Earliest first; empty for the public and for a draft."""
    if not may_follow_rounds(plan_context):
        return []
    plan_numbers = set(plan_context.content.numbers)
    milestones = [
        MilestoneInYear(line.done_on or line.due_on, number, line.title, line.owner, line.state_label)
        for number, lines in milestones_by_action(
            actor=plan_context.actor, plan=plan_context.plan, on=plan_context.on
        ).items()
        if number in plan_numbers
        for line in lines
    ]
    return sorted((each for each in milestones if each.on.year == year), key=lambda each: (each.on, each.number))
