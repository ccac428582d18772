"""Inputs and outputs of the rule that composes modules into a plan. No name and no protected fact is an input. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class UncoveredReason(StrEnum):
    """Why no step of a plan prepares a block, from what is furthest from fitting to what nearly does."""

    NO_SESSION = "no_session"
    HOURS_UNKNOWN = "hours_unknown"
    DISTANCE_UNKNOWN = "distance_unknown"
    TOO_FAR = "too_far"
    OUT_OF_DATES = "out_of_dates"
    TOO_MANY_HOURS = "too_many_hours"
    OVERLAP = "overlap"


UNCOVERED_REASON_LABELS = {
    UncoveredReason.NO_SESSION: "aucune session à venir ne le prépare",
    UncoveredReason.HOURS_UNKNOWN: "la durée de ses sessions n’est pas dite",
    UncoveredReason.DISTANCE_UNKNOWN: "la distance de ses sessions n’est pas connue",
    UncoveredReason.TOO_FAR: "ses sessions sont plus loin que la distance choisie",
    UncoveredReason.OUT_OF_DATES: "ses sessions ne tiennent pas entre les dates choisies",
    UncoveredReason.TOO_MANY_HOURS: "il reste trop peu d’heures",
    UncoveredReason.OVERLAP: "ses sessions ont lieu en même temps qu’une autre étape",
}


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """What the learner can give: total ``hours``, ``kilometres`` (None: anywhere), first and last day."""

    hours: int
    kilometres: float | None
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PlanCandidate:
    """A session considered for a plan, with its public data. ``hours``: of its module, or of the whole training.

    ``blocks``: the missing ones that it prepares. ``kilometres`` from the learner's commune; None when unknown.
    """

    session_id: int
    hours: int | None
    blocks: tuple[str, ...]
    kilometres: float | None
    starts_on: date | None
    ends_on: date | None
    is_rolling: bool = False


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """A step of a plan: the session, its days, and the blocks that no earlier choice prepared."""

    session_id: int
    starts_on: date
    ends_on: date
    hours: int
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UncoveredBlock:
    code: str
    reason: UncoveredReason


@dataclass(frozen=True, slots=True)
class ModulePlanAnswer:
    """Steps by date, and each missing block that none of them prepares, with its reason."""

    stages: tuple[PlannedStage, ...]
    uncovered: tuple[UncoveredBlock, ...]

    @property
    def hours(self) -> int:
        return sum(each.hours for each in self.stages)
