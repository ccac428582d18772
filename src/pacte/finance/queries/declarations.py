"""Amounts typed by people, each with author, date and reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from pacte.finance.models import Movement
from pacte.finance.queries.scope import may_read_money
from pacte.finance.records import AllocationTarget, AmountSource, Fund, MoneyStage, Section
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ensure_found, hide_unless
from pacte.plan.models import Plan


@dataclass(frozen=True, slots=True)
class DeclaredAmountSummary:
    """Typed amount. ``is_corrected``: a later movement corrects it; both remain."""

    movement_id: int
    target: AllocationTarget
    year: int
    section: Section
    fund: Fund
    financer: str
    stage: MoneyStage
    cents: int
    etp: Decimal | None
    happened_on: date
    recorded_at: datetime
    person_name: str
    reason: str
    corrects_id: int | None
    is_corrected: bool


def declared_amounts(*, actor: Actor, plan: Plan, offset: int = 0, limit: int = 200) -> list[DeclaredAmountSummary]:
    """Return the typed amounts, the latest first. Two queries. Raises ``NotFound``."""
    return _summaries(_declared_movements(actor, plan).order_by("-recorded_at", "-pk")[offset : offset + limit], plan)


def declared_amount_count(*, actor: Actor, plan: Plan) -> int:
    """Return the number of typed amounts. Raises ``NotFound``."""
    return _declared_movements(actor, plan).count()


def declared_amount(*, actor: Actor, plan: Plan, movement_id: int) -> DeclaredAmountSummary:
    """Return one typed amount. Raises ``NotFound`` when this plan does not have it."""
    for line in _summaries(_declared_movements(actor, plan).filter(pk=movement_id), plan):
        return line
    raise NotFound


def _declared_movements(actor: Actor, plan: Plan) -> QuerySet[Movement]:
    hide_unless(may_read_money(actor=actor, plan=plan))
    return Movement.objects.filter(budget_line__plan=plan, source=AmountSource.DECLARED)


def _summaries(queryset: QuerySet[Movement], plan: Plan) -> list[DeclaredAmountSummary]:
    movements = list(queryset.select_related("budget_line__plan_action"))
    corrected = set(Movement.objects.filter(corrects__in=movements).values_list("corrects_id", flat=True))
    return [_summary(each, plan.code, is_corrected=each.pk in corrected) for each in movements]


def _summary(each: Movement, plan_code: str, *, is_corrected: bool) -> DeclaredAmountSummary:
    budget_line = ensure_found(each.budget_line)
    action = budget_line.plan_action.number if budget_line.plan_action else None
    return DeclaredAmountSummary(
        movement_id=each.pk,
        target=AllocationTarget(plan_code, budget_line.axis_code, action),
        year=budget_line.year,
        section=Section(budget_line.section),
        fund=Fund(budget_line.fund),
        financer=budget_line.financer_name,
        stage=MoneyStage(each.stage),
        cents=each.cents,
        etp=each.etp,
        happened_on=each.happened_on,
        recorded_at=each.recorded_at,
        person_name=each.person_name,
        reason=each.reason,
        corrects_id=each.corrects_id,
        is_corrected=is_corrected,
    )
