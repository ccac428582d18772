"""Evidence for an action of the plan: a value with its figures, or what is missing and who owes it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacte.indicators.records.answer import Value, ValueState
from pacte.indicators.records.operational_counts import CountDetail
from pacte.kernel.action_codes import ActionCode
from pacte.plan.rules.progress import TargetProgress
from pacte.plan.rules.progress_by_unit import UnitProgress


class EvidenceKind(StrEnum):
    COMPUTED = "computed"
    SERIES = "series"
    DECLARED = "declared"
    MISSING = "missing"


EVIDENCE_LABELS = {
    EvidenceKind.COMPUTED: "calculé à partir des faits",
    EvidenceKind.SERIES: "série importée",
    EvidenceKind.DECLARED: "déclaré par le porteur",
    EvidenceKind.MISSING: "manquant",
}


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A target and what measures it. ``sentence``: the value, or what is missing, in French.

    ``until`` is the last day that the value covers; ``due_on``, when the next one is due; ``is_late``, once that day is
    past. ``is_untargeted``: not a target of the plan, but an operational count for the action. ``details``: other
    figures of the same count. ``units``: where each place or period is, of a target promised for each of them.
    """

    code: str
    what: str
    kind: EvidenceKind
    value: Value | None
    unit: str
    sentence: str
    progress: TargetProgress
    is_proposed: bool
    until: date | None = None
    due_on: date | None = None
    is_late: bool = False
    source: str = ""
    owed_by: str = ""
    is_untargeted: bool = False
    details: tuple[CountDetail, ...] = ()
    units: tuple[UnitProgress, ...] = ()

    @property
    def is_measured(self) -> bool:
        return self.value is not None and self.value.state is ValueState.NUMBER

    @property
    def is_counted(self) -> bool:
        """True when the value comes from facts or a series, and is not what a lead declares."""
        return self.is_measured and self.kind in (EvidenceKind.COMPUTED, EvidenceKind.SERIES)

    @property
    def is_withheld(self) -> bool:
        """True when the value exists but is not shown to this reader: nobody owes it."""
        return self.value is not None and self.value.state is ValueState.HIDDEN


@dataclass(frozen=True, slots=True)
class ActionEvidence:
    """All the evidence for an action.

    ``missing``: what is not measured and who owes it, "" when all targets are measured.
    """

    number: ActionCode
    rows: tuple[EvidenceRow, ...]
    missing: str

    @property
    def measured(self) -> tuple[EvidenceRow, ...]:
        return tuple(row for row in self.rows if row.is_measured)

    @property
    def counted(self) -> tuple[EvidenceRow, ...]:
        """« Preuve mesurée », on every page and in every document."""
        return tuple(row for row in self.rows if row.is_counted)

    @property
    def existing(self) -> tuple[EvidenceRow, ...]:
        """``counted``, and what is measured without this reader seeing it: the same number for every reader."""
        return tuple(row for row in self.rows if row.is_counted or row.is_withheld)
