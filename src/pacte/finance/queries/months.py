"""The money of a plan month by month, from the movements themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from pacte.finance.models import Movement
from pacte.finance.queries.allocations import allocations_at, budget_lines_of_plan
from pacte.finance.queries.ledger_version import LedgerVersion, ledger_version_of_host
from pacte.finance.queries.scope import may_read_money
from pacte.finance.records import Fund, MoneyMonth, MoneyStage, Section
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import hide_unless
from pacte.plan.models import Plan

_STAGES = (MoneyStage.VOTED, MoneyStage.COMMITTED, MoneyStage.ORDERED)
_Sums = Mapping[tuple[MoneyStage, date], int]


def money_by_month(*, actor: Actor, plan: Plan, on: date, known_at: datetime | None = None) -> tuple[MoneyMonth, ...]:
    """Return the pact's fund, cumulated at each end of month of the plan and on ``on``; staff apart.

    What moved before the first year of the plan is in its first month. Empty before the plan. Raises ``NotFound``.
    """
    hide_unless(may_read_money(actor=actor, plan=plan))
    version = ledger_version_of_host(plan.organisation_id)
    return _cached_months(plan.pk, plan.organisation_id, date(plan.first_year, 1, 1), on, known_at, version)


@lru_cache(maxsize=64)
def _cached_months(
    plan_id: int, host_id: int, start: date, on: date, known_at: datetime | None, version: LedgerVersion
) -> tuple[MoneyMonth, ...]:
    """Cached months, identical for every permitted reader and valid until the money changes."""
    del version
    sums = _sums(plan_id, host_id, on, known_at or now())
    if not sums:
        return ()
    return tuple(_month(sums, day) for day in _days(start, on))


def _sums(plan_id: int, host_id: int, on: date, at: datetime) -> _Sums:
    """Cents by stage and month in which they moved."""
    lines = {
        identifier
        for identifier, line in budget_lines_of_plan(plan_id).items()
        if line.fund == Fund.PACT and line.section != Section.STAFF
    }
    moves = Movement.objects.filter(happened_on__lte=on, recorded_at__lte=at, stage__in=_STAGES).order_by()
    sums: dict[tuple[MoneyStage, date], int] = defaultdict(int)
    for of in (
        moves.filter(budget_line_id__in=list(lines)),
        moves.filter(commitment_id__in=list(allocations_at(host_id, at, lines))),
    ):
        for stage, month, cents in _by_month(of):
            sums[MoneyStage(stage), month] += cents
    return sums


def _by_month(moves: QuerySet[Movement]) -> Iterator[tuple[str, date, int]]:
    rows: Any = moves.annotate(month=TruncMonth("happened_on")).values_list("stage", "month")
    yield from rows.annotate(total=Sum("cents"))


def _month(sums: _Sums, day: date) -> MoneyMonth:
    voted, committed, ordered = (
        sum(cents for (of, month), cents in sums.items() if of is stage and month <= day) for stage in _STAGES
    )
    is_voted = any(of is MoneyStage.VOTED and month <= day for of, month in sums)
    return MoneyMonth(day, voted if is_voted else None, committed, ordered)


def _days(start: date, on: date) -> Iterator[date]:
    """The last day of each month from ``start``, and ``on`` itself."""
    month = start
    while (end := _next_month(month) - timedelta(days=1)) < on:
        yield end
        month = _next_month(month)
    if start <= on:
        yield on


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
