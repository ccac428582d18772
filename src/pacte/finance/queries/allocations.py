"""Allocations of commitments to budget lines at an instant. For the queries of this app only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from pacte.finance.models import Allocation, BudgetLine
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class BudgetLineSummary:
    """Attributes of a budget line, shared by all its amounts and used as a key."""

    axis_code: str
    action: ActionCode | None
    year: int
    section: str
    fund: str
    financer: str


def budget_lines_of_plan(plan_id: int, number: ActionCode | None = None) -> dict[int, BudgetLineSummary]:
    """Return the budget lines of the plan, or of one of its actions, by identifier."""
    budget_lines = BudgetLine.objects.filter(plan_id=plan_id)
    if number is not None:
        budget_lines = budget_lines.filter(plan_action__number=number)
    rows = budget_lines.values_list(
        "pk", "axis_code", "plan_action__number", "year", "section", "fund", "financer_name"
    )
    return {row[0]: BudgetLineSummary(*row[1:]) for row in rows}


def allocations_at(host_id: int, at: datetime, lines: Iterable[int]) -> dict[int, int]:
    """Return the budget line of each commitment allocated to one of ``lines`` at that instant: at most one."""
    allocations = Allocation.objects.filter(
        allocation_in_force_at(at), organisation_id=host_id, budget_line_id__in=list(lines)
    )
    return dict(allocations.values_list("commitment_id", "budget_line_id"))


def allocation_in_force_at(at: datetime) -> Q:
    return Q(recorded_at__lte=at) & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=at))
