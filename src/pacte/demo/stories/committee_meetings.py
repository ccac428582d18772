"""Shape of ``committees.yaml`` and ``second_plan_committees.yaml``: agendas, decisions and their follow-up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day
from pacte.steering.records.enums import DecisionEventKind
from pacte.steering.records.meetings import AgendaPoint


@dataclass(frozen=True, slots=True)
class DecisionEventStory:
    kind: DecisionEventKind
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class DecisionStory:
    """``owner`` is an e-mail of the demonstration, or the name of an organisation.

    ``moved_to`` is the new due date, when one of the ``steps`` postpones the decision.
    """

    text: str
    actions: tuple[ActionCode, ...]
    owner: str
    due_on: date | None = None
    effect: str = ""
    check_on: date | None = None
    steps: tuple[DecisionEventStory, ...] = ()
    moved_to: date | None = None


@dataclass(frozen=True, slots=True)
class CommitteeStory:
    """``title`` may hold « {held_on} », the day in French."""

    title: str
    held_on: date
    points: tuple[AgendaPoint, ...]
    decisions: tuple[DecisionStory, ...] = ()

    def titled(self, held_on: date) -> CommitteeStory:
        return replace(self, title=self.title.format(held_on=format_day(held_on)), held_on=held_on)


@dataclass(frozen=True, slots=True)
class CommitteeStories:
    """``usual``: the agenda of a committee that has no story of its own."""

    pilot: str
    place: str
    committees: tuple[CommitteeStory, ...]
    usual: CommitteeStory


@dataclass(frozen=True, slots=True)
class SecondPlanCommittees:
    """``past`` was held weeks ago: one decision is late, one to check, one soon due, one done with an observed effect.

    ``coming`` is the committee of the open round; its own day serves when no round is open.
    """

    pilot: str
    place: str
    past: CommitteeStory
    coming: CommitteeStory


def committee_stories() -> CommitteeStories:
    return read_story("committees", CommitteeStories)


def second_plan_committees(today: date) -> SecondPlanCommittees:
    return read_story("second_plan_committees", SecondPlanCommittees, today=today)
