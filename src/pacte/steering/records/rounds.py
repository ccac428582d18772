"""A round of updates: what is asked, what was answered, and its snapshot once closed. Pure.

Displayed values are stored as text or dates, so that a frozen round reads the same in ten years.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import paris_date
from pacte.steering.records.enums import AnswerState, MilestoneEventKind, RemarkKind, RiskLevel, RoundState, Weather

ANSWER_STATE_LABELS = {
    AnswerState.AWAITED: "attendue",
    AnswerState.STARTED: "commencée",
    AnswerState.SENT: "envoyée",
    AnswerState.RETURNED: "à reprendre",
    AnswerState.ACCEPTED: "acceptée",
}
RISK_LEVEL_LABELS = {RiskLevel.LOW: "faible", RiskLevel.MEDIUM: "moyen", RiskLevel.HIGH: "fort"}
MILESTONE_EVENT_LABELS = {
    MilestoneEventKind.SET: "posé",
    MilestoneEventKind.MOVED: "déplacé",
    MilestoneEventKind.DONE: "atteint",
    MilestoneEventKind.REOPENED: "rouvert",
    MilestoneEventKind.DROPPED: "abandonné",
}


class MilestoneState(StrEnum):
    """The state of a milestone, always computed from its dates and its dependencies."""

    DONE = "done"
    DROPPED = "dropped"
    LATE = "late"
    THREATENED = "threatened"
    COMING = "coming"


MILESTONE_STATE_LABELS = {
    MilestoneState.DONE: "atteint",
    MilestoneState.DROPPED: "abandonné",
    MilestoneState.LATE: "dépassé",
    MilestoneState.THREATENED: "menacé",
    MilestoneState.COMING: "à venir",
}


class RoundTopic(StrEnum):
    """A topic on which a round asks each lead for an update."""

    WEATHER = "weather"
    MILESTONES = "milestones"
    VALUES = "values"
    RISKS = "risks"
    DECISION = "decision"


TOPIC_LABELS = {
    RoundTopic.WEATHER: "Météo et où en est l’action",
    RoundTopic.MILESTONES: "Jalons",
    RoundTopic.VALUES: "Chiffres, avec leur preuve",
    RoundTopic.RISKS: "Risques",
    RoundTopic.DECISION: "Décision demandée au comité",
}


class RoundReminder(StrEnum):
    """The two reminders of a round, by days before the due date."""

    WEEK = "D-7"
    LAST = "D-2"


@dataclass(frozen=True, slots=True)
class MilestoneEventRow:
    """One event of a milestone."""

    kind: MilestoneEventKind
    happened_on: date
    recorded_at: datetime
    due_on: date | None
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class MilestoneSummary:
    """A milestone as of a date. ``chain``: milestones that threaten it, from the nearest to the late one."""

    milestone_id: int
    number: ActionCode
    title: str
    due_on: date
    first_due_on: date
    done_on: date | None
    dropped_on: date | None
    owner: str
    state: MilestoneState
    days_late: int = 0
    chain: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    holds_up: int = 0
    steps: tuple[MilestoneEventRow, ...] = ()

    @property
    def state_label(self) -> str:
        return MILESTONE_STATE_LABELS[self.state]

    @property
    def moves(self) -> int:
        return sum(step.kind is MilestoneEventKind.MOVED for step in self.steps)

    @property
    def is_open(self) -> bool:
        return self.state not in (MilestoneState.DONE, MilestoneState.DROPPED)


@dataclass(frozen=True, slots=True)
class DeclaredValueSummary:
    """A declared figure, with its evidence. ``corrects`` is the previous value, as formatted text.

    ``about_key`` and ``about_label``: the place or the period that it is about, "" when it is about the whole.
    """

    value_id: int
    what: str
    value: Decimal
    unit: str
    happened_on: date
    recorded_at: datetime
    proof: str
    proof_url: str
    by: str
    indicator_code: str = ""
    corrects: str = ""
    about_key: str = ""
    about_label: str = ""

    @property
    def name(self) -> str:
        """What is counted, and where or when: « chantiers, Loiret »."""
        return f"{self.what}, {self.about_label}" if self.about_label else self.what

    @property
    def has_proof(self) -> bool:
        return bool(self.proof or self.proof_url)


@dataclass(frozen=True, slots=True)
class RiskSummary:
    risk_id: int
    title: str
    level: RiskLevel
    response: str
    opened_on: date
    closed_on: date | None
    by: str

    @property
    def level_label(self) -> str:
        return RISK_LEVEL_LABELS[self.level]


@dataclass(frozen=True, slots=True)
class AnswerRemark:
    kind: RemarkKind
    about: str
    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ActionAnswer:
    """The update of one action in a round."""

    number: ActionCode
    title: str
    short_title: str
    axis_code: str
    lead: str
    person: str
    state: AnswerState
    weather: Weather
    weather_word: str
    weather_on: date | None
    weather_by: str
    progress: str
    decision_asked: str
    sent_at: datetime | None
    sent_by: str
    milestones: tuple[MilestoneSummary, ...] = ()
    values: tuple[DeclaredValueSummary, ...] = ()
    risks: tuple[RiskSummary, ...] = ()
    remarks: tuple[AnswerRemark, ...] = ()
    answer_id: int = 0

    @property
    def name(self) -> str:
        return self.short_title or self.title

    @property
    def has_answered(self) -> bool:
        return self.state in (AnswerState.SENT, AnswerState.ACCEPTED)

    @property
    def is_vacant(self) -> bool:
        return not self.person


@dataclass(frozen=True, slots=True)
class RoundSnapshot:
    """The full content of a round. Immutable once ``closed_at`` is set, whatever is corrected later elsewhere."""

    round_id: int
    plan_code: str
    plan_title: str
    version_number: int
    version_label: str
    number: int
    label: str
    asked: str
    topics: tuple[RoundTopic, ...]
    opened_on: date
    due_on: date
    committee_on: date
    state: RoundState
    opened_by: str
    as_of: date
    closed_at: datetime | None = None
    closed_by: str = ""
    answers: tuple[ActionAnswer, ...] = field(default=())

    @property
    def closed_on(self) -> date | None:
        return paris_date(self.closed_at) if self.closed_at else None

    @property
    def answered(self) -> tuple[ActionAnswer, ...]:
        return tuple(each for each in self.answers if each.has_answered)

    @property
    def silent(self) -> tuple[ActionAnswer, ...]:
        """Returns the actions without an answer, vacant ones included."""
        return tuple(each for each in self.answers if not each.has_answered)

    @property
    def vacant(self) -> tuple[ActionAnswer, ...]:
        return tuple(each for each in self.answers if each.is_vacant)

    @property
    def decisions_asked(self) -> tuple[ActionAnswer, ...]:
        return tuple(each for each in self.answers if each.has_answered and each.decision_asked)

    def weather_count(self, weather: Weather) -> int:
        """Returns how many actions answered with that weather. Without an answer in this round, none is counted."""
        return sum(each.weather is weather for each in self.answered)
