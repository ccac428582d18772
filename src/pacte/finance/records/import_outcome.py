"""Result of an import, or of its dry run, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pacte.finance.records.enums import Fund, MoneyStage, Section
from pacte.finance.records.extract import ExtractLine
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.defects import Defect, DefectReview


class ImportLineStatus(StrEnum):
    """Status of an imported line: new, changes known totals, changes nothing, or skipped with a reason."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "known"
    SKIPPED = "left"


@dataclass(frozen=True, slots=True)
class AllocationTarget:
    """Destination of money: an action of a plan with its axis, an axis alone, or (both empty) the whole plan."""

    plan_code: str
    axis_code: str = ""
    action: ActionCode | None = None

    @property
    def label(self) -> str:
        if self.action is not None:
            return f"action {self.action}"
        return f"axe {self.axis_code}, sans action" if self.axis_code else "tout le plan"


@dataclass(frozen=True, slots=True)
class DeclaredAmountInput:
    """Amount typed by a person on one budget line, at one stage, on one date.

    The staff section has full-time equivalents instead of an amount.
    """

    target: AllocationTarget
    year: int
    section: Section
    fund: Fund
    stage: MoneyStage
    happened_on: date
    cents: int = 0
    etp: Decimal | None = None
    financer: str = ""


@dataclass(frozen=True, slots=True)
class KnownCommitment:
    """A recorded commitment, with its totals to date. ``target`` is None while it is unallocated."""

    commitment_id: int
    number: str
    post: str
    year: int
    totals: Mapping[MoneyStage, int] = field(default_factory=dict)
    target: AllocationTarget | None = None


@dataclass(frozen=True, slots=True)
class AllocationRuleMatch:
    """Allocation rule: lines whose ``field`` (operation, supplier, label) has this normalised ``value`` go there."""

    rule_id: int
    field: str
    value: str
    target: AllocationTarget


@dataclass(frozen=True, slots=True)
class PlanStructure:
    """What is needed from a plan to allocate money to it."""

    code: str
    first_year: int
    last_year: int
    actions: Mapping[ActionCode, str]
    """Action code → axis code."""
    axes: frozenset[str]


@dataclass(frozen=True, slots=True)
class ImportLineOutcome:
    """Outcome of one imported line.

    ``deltas`` are the movements to write. ``target`` is the destination of the money; None leaves it unallocated.
    ``year`` is that of the commitment, determined even when the file does not give it.
    """

    line: ExtractLine
    status: ImportLineStatus
    deltas: Mapping[MoneyStage, int] = field(default_factory=dict)
    known_id: int | None = None
    year: int = 0
    post: str = ""
    target: AllocationTarget | None = None
    rule_id: int | None = None
    is_newly_allocated: bool = False
    """True when this import found the target, which must then be saved."""
    why_waiting: str = ""


@dataclass(frozen=True, slots=True)
class ImportOutcome(DefectReview):
    """Outcome of an import. ``total_cents`` sums valid lines by stage, to compare with the footer of the file."""

    file_name: str
    lines_read: int
    outcomes: tuple[ImportLineOutcome, ...] = ()
    defects: tuple[Defect, ...] = ()
    written: bool = False

    @property
    def added(self) -> int:
        return self._count[ImportLineStatus.ADDED]

    @property
    def changed(self) -> int:
        return self._count[ImportLineStatus.CHANGED]

    @property
    def known(self) -> int:
        return self._count[ImportLineStatus.UNCHANGED]

    @property
    def skipped(self) -> int:
        """Number of lines that are not imported: the defects give the reason."""
        return self.lines_read - self.added - self.changed - self.known

    @property
    def unmatched(self) -> int:
        """Number of imported lines that a person must allocate."""
        return sum(each.status is not ImportLineStatus.SKIPPED and each.target is None for each in self.outcomes)

    @property
    def changes_nothing(self) -> bool:
        return not self.added and not self.changed and not self.newly_allocated

    @property
    def newly_allocated(self) -> int:
        """Number of lines allocated by this import."""
        return sum(each.is_newly_allocated for each in self.outcomes)

    @property
    def total_cents(self) -> dict[MoneyStage, int]:
        totals: dict[MoneyStage, int] = {}
        for each in self.outcomes:
            if each.status is not ImportLineStatus.SKIPPED:
                for stage, cents in each.line.amounts.items():
                    totals[stage] = totals.get(stage, 0) + cents
        return {stage: totals[stage] for stage in MoneyStage if stage in totals}

    @property
    def moved_cents(self) -> dict[MoneyStage, int]:
        """Change of the known totals by stage; corrections count with their sign."""
        totals: dict[MoneyStage, int] = {}
        for each in self.outcomes:
            for stage, cents in each.deltas.items():
                totals[stage] = totals.get(stage, 0) + cents
        return {stage: totals[stage] for stage in MoneyStage if stage in totals}

    @property
    def _count(self) -> Counter[ImportLineStatus]:
        return Counter(each.status for each in self.outcomes)
