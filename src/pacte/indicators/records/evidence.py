"""Evidence for an action of the plan: a value with its figures, or what is missing and who owes it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacte.indicators.records.answer import Value, ValueState
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.indicators.records.operational_counts import CountDetail
from pacte.indicators.records.support import SupportComparison
from pacte.kernel.action_codes import ActionCode
from pacte.plan.rules.progress import TargetProgress
from pacte.plan.rules.progress_by_unit import UnitProgress


def proof_anchor(code: str) -> str:
    return f"preuve-{code}"


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
class LeadDeclaration:
    """What a lead declares for a target that facts measure. ``difference``: declared minus measured, in words.

    ``proof``: what backs it, "" when it is still to be given. ``about``: the place or period that it is about.
    ``value_id``: the declared value that it tells.
    """

    sentence: str
    difference: str
    by: str
    proof: str
    on: date
    about: str = ""
    value_id: int | None = None


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """One part of a value, by the dimension that its indicator is shown by: « Soudage : 11,9 € (…) »."""

    label: str
    sentence: str
    value: Value


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A target and what measures it. ``sentence``: the value, or what is missing, in French.

    ``scope_text``: what the value counts, made from the query, never copied from the plan. ``since``, ``until``: the
    days that it covers; ``due_on``, when the next one is due; ``is_late``, once it is past. ``baseline``: the same
    measure outside the pact. ``is_untargeted``: not a target of the plan, but an operational count for the action.
    ``details``: other figures of the same count. ``exists_hidden``: a value exists that this reader does not see.
    ``parts``: the same value by domain, fund or public. ``units``: where each place or period is, of a target promised
    for each of them; ``unit_declarations``: what the lead declares of some of them. ``value_id``: the declared value
    that is shown, when there is no other measure. ``comparison``: what a difference in points is made of. ``others``:
    the same share of another group, named by ``others_label``; "" when it counts nobody.
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
    grade: EvidenceGrade = EvidenceGrade.RESULT
    scope: ProofScope = ProofScope.ACTION
    scope_text: str = ""
    since: date | None = None
    baseline: str = ""
    declared: LeadDeclaration | None = None
    exists_hidden: bool = False
    parts: tuple[EvidencePart, ...] = ()
    units: tuple[UnitProgress, ...] = ()
    unit_declarations: tuple[LeadDeclaration, ...] = ()
    value_id: int | None = None
    comparison: SupportComparison | None = None
    others_label: str = ""
    others: str = ""

    @property
    def is_measured(self) -> bool:
        return self.value is not None and self.value.state is ValueState.NUMBER

    @property
    def is_untargeted_missing(self) -> bool:
        """True when it is no target, and something is missing for its value: the sentence says what."""
        return self.is_untargeted and self.kind is EvidenceKind.MISSING

    @property
    def is_counted(self) -> bool:
        """True when the value comes from facts or a series, and is not what a lead declares."""
        return self.is_measured and self.kind in (EvidenceKind.COMPUTED, EvidenceKind.SERIES)

    @property
    def is_withheld(self) -> bool:
        """True when the value exists but is not shown to this reader: nobody owes it."""
        return self.value is not None and self.value.state is ValueState.HIDDEN

    @property
    def exists(self) -> bool:
        """True when facts or a series count something, whatever this reader sees of it."""
        return self.exists_hidden or (self.is_counted and self.value is not None and self.value.counts_something)

    @property
    def is_proof(self) -> bool:
        """True for a result that facts measure, hidden from this reader or not."""
        return self.grade is EvidenceGrade.RESULT and self.exists

    @property
    def anchor(self) -> str:
        """Its permanent place on the page of the action."""
        return proof_anchor(self.code) if self.code else ""


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
    def shown_value_ids(self) -> frozenset[int]:
        """The declared values that some row shows, as its measure or beside it."""
        ids: set[int | None] = set()
        for row in self.rows:
            ids |= {row.value_id, *(each.value_id for each in row.unit_declarations)}
            ids |= {row.declared.value_id} if row.declared else set()
        return frozenset(each for each in ids if each is not None)

    @property
    def counted(self) -> tuple[EvidenceRow, ...]:
        """« Preuve mesurée », on every page and in every document."""
        return tuple(row for row in self.rows if row.is_counted)

    @property
    def proofs(self) -> tuple[EvidenceRow, ...]:
        """The results that are measured, without this reader seeing them or not: the same number for every reader."""
        return tuple(row for row in self.rows if row.is_proof)

    @property
    def grade(self) -> EvidenceGrade | None:
        """The best grade of what is measured for the action; None when nothing is."""
        if self.proofs:
            return EvidenceGrade.RESULT
        grades = {row.grade for row in self.rows if row.exists} - {EvidenceGrade.RESULT}
        return next((each for each in EvidenceGrade if each in grades), None)
