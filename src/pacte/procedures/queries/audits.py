"""Samples of control as an actor reads them: of a round, of one case, what is owed; never of a case in conflict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.plan.models import Plan
from pacte.procedures.models import (
    AuditFinding,
    AuditSample,
    CallRound,
    Case,
    Grant,
    PaymentOrder,
    ReaderAssignment,
    SampledCase,
)
from pacte.procedures.permissions import may_on_any_case
from pacte.procedures.queries.cases import CaseDetail
from pacte.procedures.queries.conflicts import cases_without_conflict
from pacte.procedures.records.audits import AuditSampling, FundedCase
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.audit_sample import population_numbers, sample_seed, sample_text
from pacte.procedures.rules.catalogue import procedure_edition

_MACHINE = system_actor("contrôle des dossiers financés")


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One case that was drawn. ``finding``: the one that counts; ``earlier``: those that it corrects, last first.

    ``is_mine_to_find``: the actor controls, and neither paid nor read this case.
    """

    sampled: SampledCase
    case: Case
    granted_cents: int
    finding: AuditFinding | None
    earlier: tuple[AuditFinding, ...]
    is_mine_to_find: bool

    def is_late(self, on: date) -> bool:
        return self.finding is None and self.sampled.due_on < on


@dataclass(frozen=True, slots=True)
class SampleDetail:
    """The control of a round. ``text``: the JSON kept, "" for whoever has a conflict with a case of the population.

    ``is_replayed``: computed again from the amounts known at the draw, it is the same, byte for byte.
    """

    call_round: CallRound
    procedure: Procedure
    sampling: AuditSampling
    sample: AuditSample | None
    lines: tuple[SampleLine, ...]
    population_count: int
    text: str
    is_replayed: bool
    may_draw: bool

    @property
    def seed(self) -> tuple[str, str]:
        """The words of the seed and their digest."""
        return sample_seed(self.text) if self.text else ("", "")

    @property
    def owed_count(self) -> int:
        return sum(each.finding is None for each in self.lines)


@dataclass(frozen=True, slots=True)
class AuditedRound:
    """A round whose procedure is controlled by sample. ``drawn_on``: None before the draw."""

    call_round: CallRound
    procedure: Procedure
    drawn_on: date | None
    count: int
    owed_count: int


def audited_rounds(*, actor: Actor, plan: Plan) -> list[AuditedRound]:
    """Returns the rounds that are controlled by sample, the last first; empty without the right. Two queries."""
    if not may_on_any_case(actor, "procedures.audit", plan.organisation_id):
        return []
    rows = CallRound.objects.filter(plan=plan).select_related("audit_sample").order_by("-opens_at")
    controlled = [each for each in rows if procedure_edition(each.procedure_code, each.edition).audit]
    drawn: dict[int, list[bool]] = defaultdict(list)
    lines = _sampled(actor, SampledCase.objects.filter(sample__call_round__in=controlled))
    has_finding = Exists(AuditFinding.objects.filter(sampled=OuterRef("pk")))
    for round_id, is_found in lines.values_list("sample__call_round_id", has_finding):
        drawn[round_id].append(is_found)
    return [_audited_round(each, drawn[each.pk]) for each in controlled]


def owed_findings(*, actor: Actor, plan: Plan, on: date) -> list[SampleLine]:
    """Returns the findings that this actor may give and that nobody gave, the first due first; empty without the right.

    ``on``: samples drawn by that day.
    """
    if not may_on_any_case(actor, "procedures.audit", plan.organisation_id):
        return []
    rows = SampledCase.objects.filter(sample__call_round__plan=plan, sample__drawn_on__lte=on, findings=None)
    mine = [each for each in _lines(actor, rows) if each.is_mine_to_find]
    return sorted(mine, key=lambda each: (each.sampled.due_on, each.case.number))


def audit_of_round(*, actor: Actor, plan: Plan, round_id: int) -> SampleDetail:
    """Returns the control of one round. Raises ``NotFound`` without the right, or when its procedure has none."""
    hide_unless(may_on_any_case(actor, "procedures.audit", plan.organisation_id))
    rows = CallRound.objects.filter(plan=plan, pk=round_id).select_related("plan", "audit_sample")
    call_round = ensure_found(rows.first())
    procedure = procedure_edition(call_round.procedure_code, call_round.edition)
    sampling = ensure_found(procedure.audit)
    sample: AuditSample | None = getattr(call_round, "audit_sample", None)
    text, is_replayed = _kept_text(actor, call_round, sample) if sample else ("", False)
    return SampleDetail(
        call_round=call_round,
        procedure=procedure,
        sampling=sampling,
        sample=sample,
        lines=_lines(actor, SampledCase.objects.filter(sample=sample)) if sample else (),
        population_count=_funded_count(actor, call_round, sample),
        text=text,
        is_replayed=is_replayed,
        may_draw=sample is None and may_draw(actor=actor, sampling=sampling, host_id=plan.organisation_id),
    )


def sampled_case(*, actor: Actor, plan: Plan, round_id: int, number: int) -> SampleLine:
    """Returns one case drawn in that round. Raises ``NotFound``, for a case in conflict too."""
    detail = audit_of_round(actor=actor, plan=plan, round_id=round_id)
    return ensure_found(next((each for each in detail.lines if each.case.number == number), None))


def case_audit(*, actor: Actor, detail: CaseDetail) -> SampleLine | None:
    """Returns the control of a case that was drawn, for who reads its documents."""
    if detail.procedure.audit is None or not detail.sees_documents:
        return None
    return next(iter(_lines(actor, SampledCase.objects.filter(case=detail.case))), None)


def may_draw(*, actor: Actor, sampling: AuditSampling, host_id: int) -> bool:
    """Returns True for a post that convenes, in a role that the procedure names."""
    convenes = may_on_any_case(actor, "procedures.convene", host_id)
    return actor.is_system or (convenes and actor.has_role(*sampling.drawn_by, host_id=host_id))


def funded_cases(*, actor: Actor, call_round: CallRound, at: datetime | None = None) -> list[FundedCase]:
    """Returns the cases of a round that were granted an amount, as known at that moment. For the machine only."""
    actor.require_system()
    rows = Grant.objects.filter(case__entry__call_round=call_round)
    rows = rows.filter(recorded_at__lte=at) if at else rows
    last = rows.order_by("case_id", "-pk").distinct("case_id")
    return [FundedCase(number, cents) for number, cents in last.values_list("case__number", "cents")]


def people_who_paid_or_read(*, actor: Actor, case_ids: Iterable[int]) -> dict[int, set[int]]:
    """Returns who prepared or ordered a payment of each case, or was asked to read it. For the machine only."""
    actor.require_system()
    people: dict[int, set[int]] = defaultdict(set)
    ids = list(case_ids)
    for case_id, *payers in PaymentOrder.objects.filter(case_id__in=ids).values_list(
        "case_id", "prepared_by_id", "ordered_by_id"
    ):
        people[case_id].update(each for each in payers if each is not None)
    for case_id, reader in ReaderAssignment.objects.filter(case_id__in=ids).values_list("case_id", "person_id"):
        people[case_id].add(reader)
    return people


def _audited_round(call_round: CallRound, is_found: list[bool]) -> AuditedRound:
    sample: AuditSample | None = getattr(call_round, "audit_sample", None)
    procedure = procedure_edition(call_round.procedure_code, call_round.edition)
    drawn_on = sample.drawn_on if sample else None
    return AuditedRound(call_round, procedure, drawn_on, len(is_found), is_found.count(False))


def _sampled(actor: Actor, rows: QuerySet[SampledCase]) -> QuerySet[SampledCase]:
    """Those of cases that the actor has no conflict with."""
    every = Case.objects.filter(pk__in=rows.values("case_id"))
    return rows.filter(case__in=cases_without_conflict(actor=actor, rows=every))


def _lines(actor: Actor, rows: QuerySet[SampledCase]) -> tuple[SampleLine, ...]:
    """In a constant number of queries; one when no case was drawn."""
    sampled = list(_sampled(actor, rows).select_related("case__plan", "sample").order_by("case__number"))
    if not sampled:
        return ()
    ids = [each.case_id for each in sampled]
    grants = dict(Grant.objects.filter(case_id__in=ids).order_by("pk").values_list("case_id", "cents"))
    findings: dict[int, list[AuditFinding]] = defaultdict(list)
    for each in AuditFinding.objects.filter(sampled__in=sampled).select_related("person").order_by("-pk"):
        findings[each.sampled_id].append(each)
    with system_elevation():
        tied = people_who_paid_or_read(actor=_MACHINE, case_ids=ids)
    return tuple(
        SampleLine(
            sampled=each,
            case=each.case,
            granted_cents=grants.get(each.case_id, 0),
            finding=next(iter(findings[each.pk]), None),
            earlier=tuple(findings[each.pk][1:]),
            is_mine_to_find=_controls(actor, each.case) and actor.person_id not in tied[each.case_id],
        )
        for each in sampled
    )


def _controls(actor: Actor, case: Case) -> bool:
    sampling = procedure_edition(case.procedure_code, case.edition).audit
    return (
        sampling is not None
        and may_on_any_case(actor, "procedures.control", case.organisation_id)
        and actor.person_id is not None
        and actor.has_role(*sampling.controlled_by, host_id=case.organisation_id)
    )


def _kept_text(actor: Actor, call_round: CallRound, sample: AuditSample) -> tuple[str, bool]:
    """The JSON of a sample and whether it is computed again; nothing for whoever has a conflict in its population."""
    with system_elevation():
        every = Case.objects.filter(plan_id=call_round.plan_id, number__in=population_numbers(sample.text))
        if cases_without_conflict(actor=actor, rows=every).count() < every.count():
            return "", False
        funded = funded_cases(actor=_MACHINE, call_round=call_round, at=sample.recorded_at)
    sampling = ensure_found(procedure_edition(call_round.procedure_code, call_round.edition).audit)
    return sample.text, sample_text(sampling, funded, sample_seed(sample.text)[0]) == sample.text


def _funded_count(actor: Actor, call_round: CallRound, sample: AuditSample | None) -> int:
    """How many funded cases that the actor has no conflict with."""
    every = Case.objects.filter(entry__call_round=call_round).exclude(grants=None)
    if sample is not None:
        every = Case.objects.filter(plan_id=call_round.plan_id, number__in=population_numbers(sample.text))
    return cases_without_conflict(actor=actor, rows=every.distinct()).count()
