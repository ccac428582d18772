"""Disputed figures: the definition of each side, the differences between their lists, and the outcome. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pacte.indicators.records.definition import TerritoryRule


class DisputeOutcome(StrEnum):
    FIRST = "first"
    SECOND = "second"
    BOTH = "both"
    ANOTHER = "another"


DISPUTE_OUTCOME_LABELS = {
    DisputeOutcome.FIRST: "le premier chiffre est retenu",
    DisputeOutcome.SECOND: "le second chiffre est retenu",
    DisputeOutcome.BOTH: "les deux sont justes : ils ne comptent pas la même chose",
    DisputeOutcome.ANOTHER: "ni l’un ni l’autre : un autre chiffre est retenu",
}


@dataclass(frozen=True, slots=True)
class DisputeInput:
    subject: str
    first_on: date
    last_on: date
    due_on: date
    bodies: tuple[int, int]
    indicator_code: str = ""
    unit: str = ""
    territory: str = ""


@dataclass(frozen=True, slots=True)
class DisputeSideInput:
    """Definition of the figure of one organisation. ``date_rule``: which date puts a record in the period."""

    value: Decimal
    known_on: date
    source: str
    counted: str
    territory_rule: TerritoryRule
    date_rule: str
    funders: str = ""
    status_rule: str = ""


@dataclass(frozen=True, slots=True)
class DisputeCriterion:
    """One criterion of the comparison of two definitions. ``effect``: what the difference may change, "" when none."""

    label: str
    first: str
    second: str
    is_same: bool
    effect: str = ""


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """A key present in both lists, with the columns whose values differ: (column, first, second)."""

    key: str
    columns: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ListComparison:
    first_only: tuple[str, ...]
    second_only: tuple[str, ...]
    different: tuple[RecordDifference, ...]
    same: int

    @property
    def counts(self) -> Mapping[str, int]:
        """Counts that are stored once the lists are deleted."""
        return {
            "first_only": len(self.first_only), "second_only": len(self.second_only),
            "different": len(self.different), "same": self.same,
        }  # fmt: skip
