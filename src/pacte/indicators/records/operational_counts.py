"""Operational counts: what the services did for each action of the plan, without personal facts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.indicators.records.support import SupportComparison


@dataclass(frozen=True, slots=True)
class CountDetail:
    """An additional figure of an operational count. ``among``: the base of the figure, in words."""

    label: str
    value: float
    definition: str
    places: int = 0
    unit: str = ""
    among: str = ""


@dataclass(frozen=True, slots=True)
class CountResult:
    """Result of an operational count. ``total`` is None for a plain count; otherwise ``count`` is divided by it.

    ``precision``: a remark of the source. ``details`` are about partner messages, and have their own section on the
    action page. ``by_year``: when ``count`` is that of one year, all of them, oldest first. ``days``: of each thing
    counted, when each has one, oldest first. ``withheld``: why it is not shown, when it would tell of few people.
    ``lacks``: what is missing for a value, when something was done and nothing can be counted of it yet.
    ``comparison``: the result, when it is not a count.
    """

    count: int
    total: int | None = None
    precision: str = ""
    details: tuple[CountDetail, ...] = ()
    by_year: tuple[tuple[int, int], ...] = ()
    days: tuple[date, ...] = ()
    withheld: str = ""
    lacks: str = ""
    comparison: SupportComparison | None = None

    @property
    def is_empty(self) -> bool:
        """True when nothing was done yet in any year, or when the base of the share is zero."""
        if self.lacks or self.comparison:
            return False
        return not self.by_year and not (self.count if self.total is None else self.total)


@dataclass(frozen=True, slots=True)
class OperationalCount:
    """Definition of an operational count.

    ``target``: the indicator whose actions it is counted for; "" when the count names the actions itself. ``what`` is
    the label of the figure next to the targets of the plan; ``source`` describes what is counted, and in which
    register. ``one``: the unit in the singular, where the word differs. ``grade`` and ``scope``: what it proves.
    """

    code: str
    what: str
    unit: str
    source: str
    target: str = ""
    one: str = ""
    grade: EvidenceGrade = EvidenceGrade.MEANS
    scope: ProofScope = ProofScope.ACTION

    def unit_of(self, counted: CountResult) -> str:
        return self.one if self.one and counted.total is None and counted.count == 1 else self.unit

    @property
    def is_share(self) -> bool:
        """True for a share, in percent; any other division is a mean."""
        return self.unit == "%"

    @property
    def is_target(self) -> bool:
        """True when it measures the target of the same code; otherwise it is shown next to the targets."""
        return self.target == self.code
