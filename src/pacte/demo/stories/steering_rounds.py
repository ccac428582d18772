"""Shape of ``rounds.yaml``: the answers of the leads of the real plan. ``open_round.yaml``: a round of the other plan.

The first year is told action by action; later rounds say what became of the milestones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day
from pacte.steering.records import RiskLevel, Weather
from pacte.steering.records.past_rounds import PastRound

_ROUNDS_A_YEAR = 3
_LATE_ACTIONS = frozenset({5, 15, 39})
_BETTER = {"A": "M", "M": "B", "B": "B"}
_WEATHER_BY_LETTER = {"B": Weather.GOOD, "M": Weather.MIXED, "A": Weather.ALERT, "-": Weather.NONE}


@dataclass(frozen=True, slots=True)
class RoundDates:
    label: str
    opened_on: date
    due_on: date
    committee_on: date

    def sent_on(self, number: int) -> date:
        """Day of the answer of an action: most within two weeks, a few the day before the round is due."""
        if number in _LATE_ACTIONS:
            return self.due_on - timedelta(days=1)
        return min(self.opened_on + timedelta(days=3 + number * 5 % 12), self.due_on - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class MilestoneStory:
    """A milestone: due date, date reached (None: not yet), one postponement with its reason, previous milestone."""

    title: str
    due: date
    reached_on: date | None = None
    moved_to: date | None = None
    move_reason: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class MeasuredValueStory:
    """``amounts``: one for each round told, None when none was given. ``indicator``: code of the target it answers."""

    what: str
    unit: str
    amounts: tuple[int | None, ...]
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class UnitValueStory:
    """What a lead declares of one place or one period of a target, in the round of this rank (from 0)."""

    action: ActionCode
    rank: int
    what: str
    unit: str
    indicator: str
    about_key: str
    about_label: str
    value: int
    proof: str = ""


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

    @property
    def is_led(self) -> bool:
        """False for an action that answers no round: nobody leads it."""
        return set(self.weather) != {"-"}

    def weather_of(self, rank: int) -> Weather:
        """After the told year, the weather of its last round, one step better for one action in three a year."""
        if rank < len(self.weather):
            return _WEATHER_BY_LETTER[self.weather[rank]]
        if not self.is_led:
            return Weather.NONE
        last = next(letter for letter in reversed(self.weather) if letter != "-")
        better = (self.number + rank) % 9 < 3 * ((rank - len(self.weather)) // _ROUNDS_A_YEAR + 1)
        return _WEATHER_BY_LETTER[_BETTER[last] if better else last]

    def amount(self, rank: int) -> Decimal | None:
        """After the rounds told, the value grows as it did between the first and the last of them."""
        if self.value is None:
            return None
        amounts = self.value.amounts
        if rank < len(amounts):
            value = amounts[rank]
            return None if value is None else Decimal(value)
        known = [each for each in amounts if each is not None]
        step = max(0, known[-1] - known[0]) / len(amounts) if known else 0
        return Decimal(round(known[-1] + step * (rank - len(amounts) + 1))) if known else None

    def comment_on(self, rank: int, after: date, until: date) -> str:
        if rank < len(self.comments):
            return self.comments[rank]
        reached = [each for each in self.milestones if each.reached_on and after < each.reached_on <= until]
        if reached:
            return f"« {reached[-1].title} » : c’est fait."
        late = [each for each in self.milestones if each.reached_on is None and (each.moved_to or each.due) <= until]
        return f"« {late[0].title} » n’est pas encore fait." if late else "Rien de nouveau depuis le dernier comité."


@dataclass(frozen=True, slots=True)
class RoundRemarkStory:
    action: ActionCode
    text: str
    about: str


@dataclass(frozen=True, slots=True)
class RoundStories:
    """``remark``: a comment of the pilot on the last round of the told year. ``unit_values``: by place or period."""

    pilot: str
    instructions: str
    rounds: tuple[RoundDates, ...]
    actions: tuple[ActionYearStory, ...]
    unit_values: tuple[UnitValueStory, ...]
    remark: RoundRemarkStory


def round_stories() -> RoundStories:
    return read_story("rounds", RoundStories)


def open_round(today: date) -> PastRound:
    """The round of the invented plan that is open now, with answers in every state."""
    story = read_story("open_round", PastRound, today=today)
    return replace(story, label=story.label.format(committee_on=format_day(story.committee_on)))
