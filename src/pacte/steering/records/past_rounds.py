"""Rounds that predate the application, or come from demo data, imported with their own dates. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.kernel.action_codes import ActionCode
from pacte.steering.records.enums import AnswerState, MilestoneEventKind, RemarkKind, RiskLevel, Weather
from pacte.steering.records.rounds import RoundTopic


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """A past answer. ``by`` is its signatory; empty means the respondent of the day, or nobody if nothing was sent."""

    number: ActionCode
    state: AnswerState
    weather: Weather = Weather.NONE
    word: str = ""
    progress: str = ""
    decision_asked: str = ""
    sent_on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class PastMilestoneEvent:
    """An event of a milestone. ``SET`` creates it under ``key``; ``after`` lists the keys it depends on."""

    key: str
    number: ActionCode
    kind: MilestoneEventKind
    on: date
    title: str = ""
    due_on: date | None = None
    after: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PastValue:
    """A declared value. ``indicator_code``: that of the target that it answers, if any.

    ``about_key`` and ``about_label``: the place or the period that it is about.
    """

    number: ActionCode
    what: str
    value: Decimal
    unit: str
    on: date
    proof: str = ""
    indicator_code: str = ""
    about_key: str = ""
    about_label: str = ""


@dataclass(frozen=True, slots=True)
class PastRisk:
    number: ActionCode
    title: str
    level: RiskLevel
    response: str
    opened_on: date
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PastRemark:
    number: ActionCode
    kind: RemarkKind
    text: str
    on: date
    by: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class PastRound:
    """A past round. ``closed_on`` is None while it is open."""

    label: str
    opened_on: date
    due_on: date
    committee_on: date
    closed_on: date | None
    pilot: str
    answers: tuple[PastAnswer, ...]
    instructions: str = ""
    topics: tuple[RoundTopic, ...] = tuple(RoundTopic)
    steps: tuple[PastMilestoneEvent, ...] = ()
    values: tuple[PastValue, ...] = ()
    risks: tuple[PastRisk, ...] = ()
    remarks: tuple[PastRemark, ...] = ()
