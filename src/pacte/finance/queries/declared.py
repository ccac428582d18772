"""Amounts typed by people, each with author, date and reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from pacte.finance.models import Movement
from pacte.finance.queries.scope import may_read_money
from pacte.finance.records import Fund, Section, Source, Stage, Target
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.plan.models import Plan


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """Typed amount. ``is_corrected``: a later movement corrects it; both remain."""

    movement_id: int
    target: Target
    year: int
    section: Section
    fund: Fund
    financer: str
    stage: Stage
    cents: int
    etp: Decimal | None
    happened_on: date
    recorded_at: datetime
    person_name: str
    reason: str
    corrects_id: int | None
    is_corrected: bool


def declared_lines(*, actor: Actor, plan: Plan, offset: int = 0, limit: int = 200) -> list[DeclaredLine]:
    """Return the typed amounts, the latest first. Two queries. Raises ``NotFound``."""
    return _lines(_declared(actor, plan).order_by("-recorded_at", "-pk")[offset : offset + limit], plan)


def declared_count(*, actor: Actor, plan: Plan) -> int:
    """Return the number of typed amounts. Raises ``NotFound``."""
    return _declared(actor, plan).count()


def declared_line(*, actor: Actor, plan: Plan, movement_id: int) -> DeclaredLine:
    """Return one typed amount. Raises ``NotFound`` when this plan does not have it."""
    for line in _lines(_declared(actor, plan).filter(pk=movement_id), plan):
        return line
    raise NotFound


def _declared(actor: Actor, plan: Plan) -> QuerySet[Movement]:
    if not may_read_money(actor=actor, plan=plan):
        raise NotFound
    return Movement.objects.filter(budget_line__plan=plan, source=Source.DECLARED)


def _lines(moves: QuerySet[Movement], plan: Plan) -> list[DeclaredLine]:
    found = list(moves.select_related("budget_line__plan_action"))
    corrected = set(Movement.objects.filter(corrects__in=found).values_list("corrects_id", flat=True))
    return [_line(each, plan.code, is_corrected=each.pk in corrected) for each in found]


def _line(each: Movement, plan_code: str, *, is_corrected: bool) -> DeclaredLine:
    line = each.budget_line
    if line is None:
        raise NotFound
    action = line.plan_action.number if line.plan_action else None
    return DeclaredLine(
        movement_id=each.pk,
        target=Target(plan_code, line.axis_code, action),
        year=line.year,
        section=Section(line.section),
        fund=Fund(line.fund),
        financer=line.financer_name,
        stage=Stage(each.stage),
        cents=each.cents,
        etp=each.etp,
        happened_on=each.happened_on,
        recorded_at=each.recorded_at,
        person_name=each.person_name,
        reason=each.reason,
        corrects_id=each.corrects_id,
        is_corrected=is_corrected,
    )
