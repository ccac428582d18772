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


@dataclass(frozen=True, slots=True)
class OrientationProfile:
    """What the learner looks for and can do. ``near``: related occupations; ``constraints``: codes."""

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


@dataclass(frozen=True, slots=True)
class CandidateSession:
    """A session considered, with its public data. ``kilometres`` from the learner's commune, None when unknown."""

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

    @property
    def score(self) -> int:
        return sum(reason.points for reason in self.reasons)
