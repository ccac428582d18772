"""Ends of journeys as a partition: each ended journey counts once, and the shares add up to the total. Pure.

Definitions I9, I9a and I10: an end is due once the planned end is past; an interrupted journey with a future date of
return is not due. Dropout reasons follow the survey of Dares on early exits (2021).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacte.journeys.records import EndKind
from pacte.journeys.rules.billable_hours import shares


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
COMPLETED = frozenset({EndKind.TO_TERM, EndKind.GOAL_REACHED})


@dataclass(frozen=True, slots=True)
class Partition:
    """Counts by kind of end, over the journeys whose end is due. ``not_due`` are counted separately."""

    counts: dict[EndKind, int]
    not_due: int

    @property
    def due(self) -> int:
        return sum(self.counts.values())

    def of(self, kinds: Iterable[EndKind]) -> int:
        return sum(self.counts[kind] for kind in kinds)


def counted_end(
    recorded_end: EndKind | None, *, planned_end: date | None, returns_on: date | None, on: date
) -> EndKind | None:
    """The same, from the recorded end. ``returns_on``: date of return of an interrupted journey."""
    if recorded_end is not None:
        return recorded_end
    if planned_end is None or planned_end >= on or (returns_on is not None and returns_on >= on):
        return None
    return EndKind.UNKNOWN


def partition_ends(ends: Iterable[EndKind | None]) -> Partition:
    counts = Counter(ends)
    return Partition({kind: counts[kind] for kind in EndKind}, counts[None])


def tenths(counts: Sequence[int]) -> list[int]:
    """Share of each count in tenths of a percent, rounded so that the shares shown add up to 100 %."""
    return shares(1_000, counts)
