"""Milestones that fall in a year, for participants in the steering of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pacte.kernel.action_codes import ActionCode
from pacte.steering.queries.tracking import milestones_by_action
from pacte.web.pages.plan.steering import follows_rounds

if TYPE_CHECKING:
    from pacte.web.pages.plan.reading import Shown


@dataclass(frozen=True, slots=True)
class MilestoneOfYear:
    """``on`` is the day it was reached, else its due day, as known on the day of the page."""

    on: date
    number: ActionCode
    title: str
    owner: str
    state: str


def year_milestones(seen: Shown, year: int) -> list[MilestoneOfYear]:
    """Earliest first; empty for the public and for a draft."""
    if not follows_rounds(seen):
        return []
    known = set(seen.content.numbers)
    found = [
        MilestoneOfYear(line.done_on or line.due_on, number, line.title, line.owner, line.state_label)
        for number, lines in milestones_by_action(actor=seen.actor, plan=seen.plan, on=seen.on).items()
        if number in known
        for line in lines
    ]
    return sorted((each for each in found if each.on.year == year), key=lambda each: (each.on, each.number))
