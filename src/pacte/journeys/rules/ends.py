"""Ends of journeys as one partition: each ended journey counts once, and the shares add up to the whole. Pure.

Definitions I9, I9a and I10: an end is due once the planned end is past; a journey that is interrupted with a date of
return to come is not due. Reasons of dropout follow the survey of Dares on early exits (2021).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacte.journeys.records import EndKind, JourneyState
from pacte.journeys.rules.machine import Standing


class DropoutReason(StrEnum):
    PERSONAL_OR_HEALTH = "personal_or_health"
    LEVEL_OR_CONTENT = "level_or_content"
    RELATIONS = "relations"
    MONEY = "money"
    DISTANCE = "distance"
    IMPOSED = "imposed"
    OTHER = "other"
    NOT_SAID = "not_said"


REASON_LABELS = {
    DropoutReason.PERSONAL_OR_HEALTH: "Raison personnelle ou de santé",
    DropoutReason.LEVEL_OR_CONTENT: "Niveau ou contenu qui ne convient pas",
    DropoutReason.RELATIONS: "Relations avec le groupe ou les formateurs",
    DropoutReason.MONEY: "Manque d’argent",
    DropoutReason.DISTANCE: "Éloignement",
    DropoutReason.IMPOSED: "Formation qui n’était pas choisie",
    DropoutReason.OTHER: "Autre raison",
    DropoutReason.NOT_SAID: "Raison non dite",
}
EARLY_BY_THE_TRAINEE = frozenset({EndKind.TO_JOB, EndKind.TO_TRAINING, EndKind.DROPOUT})
COMPLETED = frozenset({EndKind.TO_TERM, EndKind.GOAL_REACHED})


@dataclass(frozen=True, slots=True)
class Partition:
    """Counts by kind of end, over the journeys whose end is due. ``not_due`` are set apart."""

    counts: dict[EndKind, int]
    not_due: int

    @property
    def due(self) -> int:
        return sum(self.counts.values())

    def of(self, kinds: Iterable[EndKind]) -> int:
        return sum(self.counts[kind] for kind in kinds)


def end_of(standing: Standing, *, planned_end: date | None, returns_on: date | None, on: date) -> EndKind | None:
    """The end that counts on that day; UNKNOWN when the term is past and nobody said; None when it is not due."""
    if standing.end_kind is not None:
        return standing.end_kind
    if planned_end is None or planned_end >= on:
        return None
    if standing.state is JourneyState.INTERRUPTED and returns_on is not None and returns_on >= on:
        return None
    return EndKind.UNKNOWN


def partition(ends: Iterable[EndKind | None]) -> Partition:
    found = Counter(ends)
    return Partition({kind: found[kind] for kind in EndKind}, found[None])
