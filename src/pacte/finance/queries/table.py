"""The money of a plan as one immutable table, in a dozen queries whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Count, Min, QuerySet, Sum
from django.db.models.functions import ExtractYear

from pacte.finance.models import Allocation, Commitment, Movement
from pacte.finance.queries.allocations import (
    BudgetLineSummary,
    allocation_in_force_at,
    allocations_at,
    budget_lines_of_plan,
)
from pacte.finance.queries.ledger_version import LedgerVersion, ledger_version_of_host
from pacte.finance.queries.scope import may_read_money
from pacte.finance.records import (
    AccountingSource,
    AmountSource,
    AxisEnvelope,
    Fund,
    MoneyCell,
    MoneyStage,
    PlanMoneyTable,
    Section,
    UnallocatedTotals,
)
from pacte.finance.rules.source_labels import file_name_of
from pacte.kernel.action_codes import NO_CODE, ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import hide_unless
from pacte.plan.models import Plan
from pacte.plan.queries import content_of_version, version_on
from pacte.plan.records import PlanContent

_Row = tuple[str, str, int, int, Decimal | None]
_Key = tuple[BudgetLineSummary, str, str, int]
_MAX_SOURCES = 12


def money_table(
    *, actor: Actor, plan: Plan, on: date, known_at: datetime | None = None, content: PlanContent | None = None
) -> PlanMoneyTable:
    """Return what had happened by ``on``, as known at ``known_at`` (now by default). Raises ``NotFound``.

    ``content`` avoids reading the plan again when the caller already has the version of that date.
    """
    hide_unless(may_read_money(actor=actor, plan=plan))
    at = known_at or now()
    seen = content or content_of_version(version_on(actor=actor, plan=plan, on=on))
    axis_of = {row.number: row.axis_code for row in reversed(seen.rows)}
    titles = {each.number: each.short_title or each.title for each in seen.actions}
    return PlanMoneyTable(
        plan_code=plan.code,
        plan_title=seen.title,
        first_year=seen.first_year,
        last_year=seen.last_year,
        on=on,
        known_at=at,
        axes=tuple(AxisEnvelope(axis.code, axis.label, axis.title, axis.amount_cents) for axis in seen.axes),
        actions=tuple((number, titles.get(number, ""), axis_of.get(number, "")) for number in seen.numbers),
        cells=_cells(plan, on, known_at),
        unallocated=_unallocated(plan.organisation_id, on, at),
        sources=_sources(plan.organisation_id, at),
    )


def money_cells_of_action(
    *, actor: Actor, plan: Plan, number: ActionCode, on: date, known_at: datetime | None = None
) -> tuple[MoneyCell, ...]:
    """Return the cells of one action. Raises ``NotFound``."""
    hide_unless(may_read_money(actor=actor, plan=plan))
    return _cells(plan, on, known_at, number)


def money_cells_of_plan(
    *, actor: Actor, plan: Plan, on: date, known_at: datetime | None = None
) -> tuple[MoneyCell, ...]:
    """Return the cells only, in four queries, for a page that has already loaded the plan. Raises ``NotFound``."""
    hide_unless(may_read_money(actor=actor, plan=plan))
    return _cells(plan, on, known_at)


def _cells(plan: Plan, on: date, known_at: datetime | None, number: ActionCode | None = None) -> tuple[MoneyCell, ...]:
    """Return the cells. The permission is checked already: all permitted readers share the cached cells."""
    version = ledger_version_of_host(plan.organisation_id)
    return _cached_cells(plan.pk, plan.organisation_id, on, known_at, number, version)


@lru_cache(maxsize=64)
def _cached_cells(
    plan_id: int, host_id: int, on: date, known_at: datetime | None, number: ActionCode | None, version: LedgerVersion
) -> tuple[MoneyCell, ...]:
    """Compute the cells, reading each table once and joining in Python.

    Under row-level security, a SQL join planned on stale statistics may scan one table for every row of another.
    """
    del version
    at = known_at or now()
    lines = budget_lines_of_plan(plan_id, number)
    line_by_commitment = allocations_at(host_id, at, lines)
    moves = Movement.objects.filter(happened_on__lte=on, recorded_at__lte=at).order_by()
    sums: dict[_Key, tuple[int, Decimal | None]] = {}
    for identifier, row in _summed(moves.filter(budget_line_id__in=list(lines)), "budget_line_id"):
        _add(sums, lines[identifier], row)
    for identifier, row in _summed(moves.filter(commitment_id__in=list(line_by_commitment)), "commitment_id"):
        _add(sums, lines[line_by_commitment[identifier]], row)
    cells = (_cell(key, *amounts) for key, amounts in sums.items())
    return tuple(sorted((cell for cell in cells if cell.cents or cell.etp), key=_order))


def _summed(moves: QuerySet[Movement], by: str) -> Iterator[tuple[int, _Row]]:
    rows: Any = (
        moves.annotate(moved_in=ExtractYear("happened_on"))
        .values_list(by, "stage", "source", "moved_in")
        .annotate(total=Sum("cents"), posts=Sum("etp"))
    )
    for identifier, *row in rows:
        yield identifier, tuple(row)


def _add(sums: dict[_Key, tuple[int, Decimal | None]], line: BudgetLineSummary, row: _Row) -> None:
    stage, source, moved_in, cents, posts = row
    key = (line, stage, source, moved_in)
    known, etp = sums.get(key, (0, None))
    sums[key] = (known + cents, etp if posts is None else (etp or Decimal(0)) + posts)


def _cell(key: _Key, cents: int, etp: Decimal | None) -> MoneyCell:
    line, stage, source, moved_in = key
    return MoneyCell(
        axis_code=line.axis_code,
        action=line.action,
        year=line.year,
        moved_in=moved_in,
        section=Section(line.section),
        fund=Fund(line.fund),
        financer=line.financer,
        stage=MoneyStage(stage),
        source=AmountSource(source),
        cents=int(cents),
        etp=etp,
    )


def _order(cell: MoneyCell) -> tuple[object, ...]:
    return (
        cell.axis_code, cell.action or NO_CODE, cell.year, cell.moved_in, cell.section, cell.fund, cell.financer,
        list(MoneyStage).index(cell.stage), cell.source,
    )  # fmt: skip


def _unallocated(host_id: int, on: date, at: datetime) -> UnallocatedTotals:
    """Return the totals of commitments that were unallocated at that instant."""
    allocated_ids = Allocation.objects.filter(allocation_in_force_at(at), organisation_id=host_id).values(
        "commitment_id"
    )
    known = Commitment.objects.filter(organisation_id=host_id, recorded_at__lte=at)
    unallocated_ids = list(known.exclude(pk__in=allocated_ids).values_list("pk", flat=True))
    sums: dict[MoneyStage, int] = defaultdict(int)
    rows: Any = (
        Movement.objects.filter(commitment_id__in=unallocated_ids, happened_on__lte=on, recorded_at__lte=at)
        .order_by()
        .values("stage")
        .annotate(total=Sum("cents"))
    )
    for row in rows:
        sums[MoneyStage(row["stage"])] += row["total"]
    return UnallocatedTotals(len(unallocated_ids), tuple((stage, sums[stage]) for stage in MoneyStage if stage in sums))


def _sources(host_id: int, at: datetime) -> tuple[AccountingSource, ...]:
    """One source an import: its movements share the instant at which they became known."""
    movements = Movement.objects.filter(
        organisation_id=host_id, source=AmountSource.ACCOUNTING, recorded_at__lte=at
    ).order_by()
    imports = movements.values("recorded_at", "extracted_on", "person_name").annotate(
        label=Min("source_label"), lines=Count("commitment", distinct=True)
    )
    return tuple(
        AccountingSource(
            file_name=file_name_of(each["label"]),
            extracted_on=each["extracted_on"],
            received_at=each["recorded_at"],
            person_name=each["person_name"],
            lines=each["lines"],
        )
        for each in imports.order_by("-recorded_at")[:_MAX_SOURCES]
    )
