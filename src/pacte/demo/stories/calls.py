"""Shape of the files of calls: their rounds, who applied, what readers and committees said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class CallCostStory:
    what: str
    euros: int


@dataclass(frozen=True, slots=True)
class CallReadingStory:
    """``scores``: in the order of the criteria, none while it is not sent; ``words``: what explains the low ones."""

    reader: str
    scores: tuple[int, ...]
    words: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class CallAudienceStory:
    on: date
    trade: str
    where: str
    women: int
    men: int


@dataclass(frozen=True, slots=True)
class CallReportStory:
    """``spent``: the share of the planned costs that is proved, in percent. ``answers``: those of this call alone."""

    spent: int
    story: str = ""
    audiences: tuple[CallAudienceStory, ...] = ()
    answers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallProjectStory:
    """One application. ``granted``: None when the committee refuses it, with ``reason``. ``reached``: the last move.

    ``continues``: the title of the one that it takes up. ``answers``: those of this call alone.
    """

    title: str
    owner: str
    email: str
    siret: str
    commune: str
    summary: str
    starts_on: date
    ends_on: date
    costs: tuple[CallCostStory, ...]
    grant_asked: int
    sent_on: date
    reached: str
    trades: tuple[str, ...] = ()
    audience: str = ""
    expected: int = 0
    effect: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    readings: tuple[CallReadingStory, ...] = ()
    granted: int | None = None
    reason: str = ""
    continues: str = ""
    report: CallReportStory | None = None


@dataclass(frozen=True, slots=True)
class CallQuestionStory:
    asked_on: date
    email: str
    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class CallAuditStory:
    """The control of a round. ``project``: the title of the one on which something was found, in euros."""

    drawn_on: date
    project: str
    controller: str
    found_on: date
    unjustified: int
    words: str
    recovered_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class CallWaveStory:
    """``committee_on``: None while none meets. Without ``minutes`` the meeting is open and has decided nothing."""

    title: str
    opens_on: date
    closes_on: date
    envelope: int
    projects: tuple[CallProjectStory, ...]
    committee_on: date | None = None
    minutes: str = ""
    questions: tuple[CallQuestionStory, ...] = ()
    audit: CallAuditStory | None = None


@dataclass(frozen=True, slots=True)
class CallStories:
    """``members``: of the committee, its chair first. E-mails of the people of the demonstration."""

    action: ActionCode
    procedure: str
    pilot: str
    finance: str
    owner: str
    members: tuple[str, ...]
    notice: str
    waves: tuple[CallWaveStory, ...]


def call_stories(today: date) -> CallStories:
    return read_story("calls", CallStories, today=today)


def product_call_stories(today: date) -> CallStories:
    return read_story("digital_products", CallStories, today=today)
