"""Inputs and outputs of the orientation rule. No name, sex, age or protected fact is an input. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AdviserDecision(StrEnum):
    """What the adviser did with an answer of the rule. ``MODIFIED``: chose another session than the first."""

    ACCEPTED = "accepted"
    MODIFIED = "modified"
    REFUSED = "refused"


DECISION_LABELS = {
    AdviserDecision.ACCEPTED: "a proposé la première de la liste",
    AdviserDecision.MODIFIED: "a proposé une autre session",
    AdviserDecision.REFUSED: "n’a rien proposé de cette liste",
}


class OrientationStart(StrEnum):
    """What the list is made from: the goal of the journey, words typed, the last training, or a project to choose."""

    GOAL = "goal"
    WORDS = "words"
    LAST_TRAINING = "last_training"
    PROJECT = "project"


class OrientationTier(StrEnum):
    """Part of the list: near where the learner lives, further, or before what they look for."""

    NEAR = "near"
    FURTHER = "further"
    PREPARE = "prepare"


@dataclass(frozen=True, slots=True)
class OrientationProfile:
    """What the learner looks for and can do. ``near``: related occupations; ``constraints``: codes.

    ``formacode``: of the last training; ``natures``: of trainings that help to choose. ``is_first_step``: what is
    looked for comes before an occupation.
    """

    rome: str
    near: tuple[str, ...]
    words: str
    latitude: float | None
    longitude: float | None
    has_licence: bool | None
    has_vehicle: bool | None
    diploma: int | None
    constraints: tuple[str, ...]
    on: date
    start: str = OrientationStart.WORDS
    formacode: str = ""
    natures: tuple[str, ...] = ()
    is_first_step: bool = False


@dataclass(frozen=True, slots=True)
class CandidateSession:
    """A session considered, with its public data. ``kilometres`` from the learner's commune, None when unknown.

    ``is_remote``: at least a part; ``is_wholly_remote``: all of it.
    """

    session_id: int
    romes: tuple[str, ...]
    kilometres: float | None
    starts_on: date | None
    is_rolling: bool
    left: int | None
    level: int | None
    needs_licence: bool | None
    without_car: bool | None
    is_part_time: bool
    is_remote: bool
    nature: str
    costs_nothing: bool | None
    is_wholly_remote: bool = False
    training_id: int = 0
    commune_code: str = ""


@dataclass(frozen=True, slots=True)
class ScoreReason:
    """One term of the score: its points, and the sentence that explains it."""

    code: str
    points: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ScoredSession:
    """A session with its reasons. ``score`` is the sum of their points."""

    candidate: CandidateSession
    reasons: tuple[ScoreReason, ...]
    tier: OrientationTier = OrientationTier.NEAR

    @property
    def score(self) -> int:
        return sum(reason.points for reason in self.reasons)
