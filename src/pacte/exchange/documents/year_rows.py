"""Rows of the plan of one year, shared by its workbook and its PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pacte.exchange.documents.wording import axis_heading, figure_text, lead_text
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day
from pacte.plan.rules.display import describe_status
from pacte.plan.rules.year import CERTAINTY_LABELS, YearAction, YearPlan

YearPeople = Mapping[ActionCode, str]
"""People acting for the leads, by action. Empty for readers who may not see them."""


@dataclass(frozen=True, slots=True)
class YearMilestone:
    """A milestone of the year, with its state on the ``as_of`` day."""

    on: date
    title: str
    action: str
    owner: str
    state: str


@dataclass(frozen=True, slots=True)
class YearActionRow:
    """One action of the year, as texts."""

    axis: str
    rank: int
    number: ActionCode
    name: str
    leads: str
    people: str
    schedule: str
    targets: str
    deadlines: str
    cents: int | None


def year_action_rows(annual_plan: YearPlan, people: YearPeople) -> list[YearActionRow]:
    return [
        YearActionRow(
            axis=axis_heading(axis.axis),
            rank=rank,
            number=action.number,
            name=_name(action),
            leads="\n".join(lead_text(lead) for lead in action.leads) or "à désigner",
            people=people.get(action.number, ""),
            schedule=CERTAINTY_LABELS[action.certainty],
            targets="\n".join(figure_text(each) for each in action.targets),
            deadlines="\n".join(f"{each.what}, au {format_day(each.on)}" for each in action.deadlines),
            cents=action.cents,
        )
        for rank, axis in enumerate(annual_plan.axes)
        for action in axis.actions
    ]


def ended_action_rows(annual_plan: YearPlan) -> list[tuple[ActionCode, str, str]]:
    return [(number, name, describe_status(each)) for number, name, each in annual_plan.ended_actions]


def _name(action: YearAction) -> str:
    return f"{action.name} ({describe_status(action.status)})" if action.status else action.name
