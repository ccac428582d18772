"""History of a commitment, and commitments of an action."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from pacte.finance.models import Allocation, Commitment, Movement
from pacte.finance.permissions import may
from pacte.finance.queries.allocations import allocations_at, budget_lines_of_plan
from pacte.finance.queries.scope import may_read_money
from pacte.finance.records import AllocationTarget, AmountSource, Fund, MoneyStage, Section
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound, hide_unless
from pacte.plan.models import Plan


@dataclass(frozen=True, slots=True)
class CommitmentSummary:
    """Summary of a commitment for lists, with its totals to date."""

    commitment_id: int
    number: str
    post: str
    year: int
    label: str
    supplier: str
    section: Section
    fund: Fund
    financer: str
    amounts: Mapping[MoneyStage, int]


@dataclass(frozen=True, slots=True)
class AllocationHistoryEntry:
    target: AllocationTarget
    recorded_at: datetime
    superseded_at: datetime | None
    person_name: str
    reason: str
    by_rule: bool


@dataclass(frozen=True, slots=True)
class MovementHistoryEntry:
    """Movement in a history. ``corrects_on`` is the date of the corrected movement."""

    movement_id: int
    stage: MoneyStage
    cents: int
    happened_on: date
    recorded_at: datetime
    source: AmountSource
    source_label: str
    person_name: str
    reason: str
    corrects_on: date | None


@dataclass(frozen=True, slots=True)
class CommitmentHistory:
    commitment: CommitmentSummary
    operation: str
    nature: str
    why_waiting: str
    allocations: tuple[AllocationHistoryEntry, ...]
    movements: tuple[MovementHistoryEntry, ...]

    @property
    def target(self) -> AllocationTarget | None:
        return next((each.target for each in self.allocations if each.superseded_at is None), None)


def commitments_of_action(
    *, actor: Actor, plan: Plan, number: ActionCode | None = None, axis_code: str = "", on: date | None = None
) -> list[CommitmentSummary]:
    """Return the commitments allocated to an action, or to an axis without action, the latest year first."""
    hide_unless(may_read_money(actor=actor, plan=plan))
    budget_line_ids = [
        identifier
        for identifier, line in budget_lines_of_plan(plan.pk, number).items()
        if not axis_code or (line.axis_code == axis_code and line.action is None)
    ]
    commitments = Commitment.objects.filter(pk__in=list(allocations_at(plan.organisation_id, now(), budget_line_ids)))
    commitments = commitments.order_by("-year", "number", "post")
    return _commitment_summaries(commitments, on)


def commitment_history(*, actor: Actor, plan: Plan, commitment_id: int) -> CommitmentHistory:
    """Return the history of a commitment, in four queries.

    Raises ``NotFound`` when it is allocated to another plan, or when it is unallocated and the actor may not allocate
    it.
    """
    matches = Commitment.objects.filter(pk=commitment_id, organisation_id=plan.organisation_id)
    hide_unless(may_read_money(actor=actor, plan=plan))
    summaries = _commitment_summaries(matches, None)
    allocations = list(
        Allocation.objects.filter(commitment__in=matches.values("pk"))
        .select_related("budget_line__plan", "budget_line__plan_action")
        .order_by("-recorded_at", "-pk")
    )
    current_plan_id = next((each.budget_line.plan_id for each in allocations if each.superseded_at is None), None)
    may_allocate = current_plan_id is None and may(actor, "finance.allocate", plan.organisation_id)
    if not summaries or not (current_plan_id == plan.pk or may_allocate):
        raise NotFound
    commitment = matches.get()
    return CommitmentHistory(
        commitment=summaries[0],
        operation=commitment.operation,
        nature=commitment.nature,
        why_waiting=commitment.why_waiting,
        allocations=tuple(_allocation_entry(each) for each in allocations),
        movements=tuple(_movement_entry(each) for each in _movements(commitment_id)),
    )


def _commitment_summaries(commitments: QuerySet[Commitment], on: date | None) -> list[CommitmentSummary]:
    rows = list(commitments)
    moves = Movement.objects.filter(commitment__in=rows).order_by()
    if on is not None:
        moves = moves.filter(happened_on__lte=on)
    amounts: dict[int, dict[MoneyStage, int]] = defaultdict(dict)
    for identifier, stage, cents in moves.values_list("commitment_id", "stage").annotate(total=Sum("cents")):
        if identifier is not None:
            amounts[identifier][MoneyStage(stage)] = cents
    return [
        CommitmentSummary(
            commitment_id=each.pk,
            number=each.number,
            post=each.post,
            year=each.year,
            label=each.label,
            supplier=each.supplier,
            section=Section(each.section),
            fund=Fund(each.fund),
            financer=each.financer_name,
            amounts=amounts[each.pk],
        )
        for each in rows
        if on is None or amounts[each.pk]
    ]


def _movements(commitment_id: int) -> QuerySet[Movement]:
    movements = Movement.objects.filter(commitment_id=commitment_id)
    return movements.select_related("corrects").order_by("-recorded_at", "-pk")


def _allocation_entry(each: Allocation) -> AllocationHistoryEntry:
    line = each.budget_line
    action = line.plan_action.number if line.plan_action else None
    return AllocationHistoryEntry(
        target=AllocationTarget(line.plan.code, line.axis_code, action),
        recorded_at=each.recorded_at,
        superseded_at=each.superseded_at,
        person_name=each.person_name,
        reason=each.reason,
        by_rule=each.rule_id is not None,
    )


def _movement_entry(each: Movement) -> MovementHistoryEntry:
    return MovementHistoryEntry(
        movement_id=each.pk,
        stage=MoneyStage(each.stage),
        cents=each.cents,
        happened_on=each.happened_on,
        recorded_at=each.recorded_at,
        source=AmountSource(each.source),
        source_label=each.source_label,
        person_name=each.person_name,
        reason=each.reason,
        corrects_on=each.corrects.happened_on if each.corrects else None,
    )
