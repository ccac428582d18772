"""Shape of ``rounds.yaml``: one year of answers of the leads of the real plan. ``open_round.yaml`` is a past round."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day
from pacte.steering.records import RiskLevel, Weather
from pacte.steering.records.past_rounds import PastRound

_WEATHER_BY_LETTER = {"B": Weather.GOOD, "M": Weather.MIXED, "A": Weather.ALERT, "-": Weather.NONE}


@dataclass(frozen=True, slots=True)
class RoundDates:
    label: str
    opened_on: date
    due_on: date
    committee_on: date


@dataclass(frozen=True, slots=True)
class MilestoneStory:
    """A milestone: due date, date reached (None: not yet), one postponement with its reason, previous milestone."""

    title: str
    due: date
    done: date | None = None
    moved_to: date | None = None
    move_reason: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class MeasuredValueStory:
    """``amounts``: one for each round, None when none was given."""

    what: str
    unit: str
    amounts: tuple[int | None, int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class RiskStory:
    title: str
    level: RiskLevel
    response: str


@dataclass(frozen=True, slots=True)
class ActionYearStory:
    """``weather``: one letter for each round, good, mixed, alert; « - » is no answer. ``comments`` go with them."""

    number: int
    weather: str
    comments: tuple[str, str, str, str]
    milestones: tuple[MilestoneStory, ...] = ()
    value: MeasuredValueStory | None = None
    risk: RiskStory | None = None
    decision: str = ""

    @property
    def code(self) -> ActionCode:
        return ActionCode(self.number)

    def weather_of(self, rank: int) -> Weather:
        return _WEATHER_BY_LETTER[self.weather[rank]]

    def amount(self, rank: int) -> Decimal | None:
        value = self.value.amounts[rank] if self.value else None
        return None if value is None else Decimal(value)


@dataclass(frozen=True, slots=True)
class RoundRemarkStory:
    action: ActionCode
    text: str
    about: str


@dataclass(frozen=True, slots=True)
class RoundStories:
    """``remark``: a comment of the pilot on the last round."""

    pilot: str
    instructions: str
    rounds: tuple[RoundDates, ...]
    actions: tuple[ActionYearStory, ...]
    remark: RoundRemarkStory


def round_stories() -> RoundStories:
    return read_story("rounds", RoundStories)


def open_round(today: date) -> PastRound:
    """The round of the invented plan that is open now, with answers in every state."""
    story = read_story("open_round", PastRound, today=today)
    return replace(story, label=story.label.format(committee_on=format_day(story.committee_on)))
