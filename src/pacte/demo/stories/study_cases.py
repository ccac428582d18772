"""Shape of ``studies.yaml``: six cases, and the comparison of the options of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class DeliverableStory:
    title: str
    due_on: date
    received_on: date | None = None
    verdict: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CaseMoveStory:
    transition: str
    on: date


@dataclass(frozen=True, slots=True)
class AwardStory:
    holder: str
    cents: int
    on: date


@dataclass(frozen=True, slots=True)
class SuspensionStory:
    on: date
    condition: str


@dataclass(frozen=True, slots=True)
class ChoiceStory:
    text: str
    reason: str
    enables: str
    actions: tuple[ActionCode, ...]


@dataclass(frozen=True, slots=True)
class StudyStory:
    """One case. ``owner`` is an e-mail of the demonstration; ``estimate`` is in cents; ``moves`` in their order."""

    action: ActionCode
    title: str
    question: str
    payer: str
    opened_on: date
    owner: str = ""
    purchase: str = "adapted"
    estimate: int = 0
    moves: tuple[CaseMoveStory, ...] = ()
    offers_due_on: date | None = None
    award: AwardStory | None = None
    deliverables: tuple[DeliverableStory, ...] = ()
    suspension: SuspensionStory | None = None
    choice_due_on: date | None = None
    choice: ChoiceStory | None = None


@dataclass(frozen=True, slots=True)
class OptionStory:
    title: str
    description: str
    enables: str
    actions: tuple[ActionCode, ...]


@dataclass(frozen=True, slots=True)
class OptionMark:
    score: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class ComparisonCriterion:
    """``meaning`` is that of the best score, 5; ``marks`` has one mark for each option, in their order."""

    label: str
    meaning: str
    points: int
    marks: tuple[OptionMark, ...]


@dataclass(frozen=True, slots=True)
class StudyStories:
    """``pilot`` writes every case; ``notice`` ends every document; options are those of a case that awaits a choice."""

    pilot: str
    notice: str
    studies: tuple[StudyStory, ...]
    options: tuple[OptionStory, ...]
    criteria: tuple[ComparisonCriterion, ...]


def study_stories(today: date) -> StudyStories:
    return read_story("studies", StudyStories, today=today)
