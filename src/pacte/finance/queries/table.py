"""The money of a plan as one frozen table: seven queries at most, whatever its size."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from pacte.finance.models import Allocation, Commitment, ImportRun, Movement
from pacte.finance.queries.scope import may_read_money
from pacte.finance.records import (
    AxisEnvelope,
    Fund,
    MoneyCell,
    MoneyTable,
    Section,
    Source,
    SourceLine,
    Stage,
    Waiting,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Unseen
from pacte.plan.models import Plan
from pacte.plan.queries import content_of, version_on
from pacte.plan.records import PlanContent

_LINE = ("axis_code", "plan_action__number", "year", "section", "fund", "financer_name")
_ALLOCATED = "commitment__allocations"
_MOST_SOURCES = 12


def money_table(
    *, actor: Actor, plan: Plan, on: date, known_at: datetime | None = None, content: PlanContent | None = None
) -> MoneyTable:
    """What had happened by ``on``, as it was known at ``known_at`` (now by default). Raises ``Unseen``.

    ``content`` spares reading the plan again when the caller holds the version of that day.
    """
    if not may_read_money(actor=actor, plan=plan):
        raise Unseen
    at = known_at or now()
    seen = content or content_of(version_on(actor=actor, plan=plan, on=on))
    axis_of = {row.number: row.axis_code for row in reversed(seen.rows)}
    titles = {each.number: each.short_title or each.title for each in seen.actions}
    return MoneyTable(
        plan_code=plan.code,
        plan_title=seen.title,
        first_year=seen.first_year,
        last_year=seen.last_year,
        on=on,
        known_at=at,
        axes=tuple(AxisEnvelope(axis.code, axis.label, axis.title, axis.amount_cents) for axis in seen.axes),
        actions=tuple((number, titles.get(number, ""), axis_of.get(number, "")) for number in seen.numbers),
        cells=_cells(plan, on, at),
        waiting=_waiting(plan.organisation_id, on, at),
        sources=_sources(plan.organisation_id, at),
    )


def action_money(
    *, actor: Actor, plan: Plan, number: int, on: date, known_at: datetime | None = None
) -> tuple[MoneyCell, ...]:
    """The cells of one action. Raises ``Unseen``."""
    if not may_read_money(actor=actor, plan=plan):
        raise Unseen
    return _cells(plan, on, known_at or now(), number)


def money_cells(
    *, actor: Actor, plan: Plan, on: date, known_at: datetime | None = None
) -> tuple[MoneyCell, ...]:
    """The cells alone, in two queries, for a page that knows the plan already. Raises ``Unseen``."""
    if not may_read_money(actor=actor, plan=plan):
        raise Unseen
    return _cells(plan, on, known_at or now())


def _cells(plan: Plan, on: date, at: datetime, number: int | None = None) -> tuple[MoneyCell, ...]:
    moves = Movement.objects.filter(happened_on__lte=on, recorded_at__lte=at).order_by()
    typed = moves.filter(budget_line__plan=plan)
    counted = moves.filter(_in_force(at), commitment__allocations__budget_line__plan=plan)
    if number is not None:
        typed = typed.filter(budget_line__plan_action__number=number)
        counted = counted.filter(_in_force(at), commitment__allocations__budget_line__plan_action__number=number)
    found = [
        *_summed(typed, "budget_line"),
        *_summed(counted, f"{_ALLOCATED}__budget_line"),
    ]
    return tuple(sorted((cell for cell in found if cell.cents or cell.etp), key=_order))


def _in_force(at: datetime) -> Q:
    """Where a commitment was attached at that instant: one allocation at most."""
    return Q(commitment__allocations__recorded_at__lte=at) & (
        Q(commitment__allocations__superseded_at__isnull=True) | Q(commitment__allocations__superseded_at__gt=at)
    )


def _summed(moves: QuerySet[Movement], line: str) -> list[MoneyCell]:
    fields = [f"{line}__{name}" for name in _LINE]
    rows: Any = (
        moves.annotate(moved_in=ExtractYear("happened_on"))
        .values(*fields, "stage", "source", "moved_in")
        .annotate(total=Sum("cents"), posts=Sum("etp"))
    )
    return [
        MoneyCell(
            axis_code=row[fields[0]],
            action=row[fields[1]],
            year=row[fields[2]],
            moved_in=row["moved_in"],
            section=Section(row[fields[3]]),
            fund=Fund(row[fields[4]]),
            financer=row[fields[5]],
            stage=Stage(row["stage"]),
            source=Source(row["source"]),
            cents=row["total"],
            etp=row["posts"],
        )
        for row in rows
    ]


def _order(cell: MoneyCell) -> tuple[object, ...]:
    return (
        cell.axis_code, cell.action or 0, cell.year, cell.moved_in, cell.section, cell.fund, cell.financer,
        list(Stage).index(cell.stage), cell.source,
    )  # fmt: skip


def _waiting(host_id: int, on: date, at: datetime) -> Waiting:
    """Commitments that were attached to nothing at that instant."""
    held = Allocation.objects.filter(
        Q(superseded_at__isnull=True) | Q(superseded_at__gt=at), commitment=OuterRef("pk"), recorded_at__lte=at
    )
    loose = Commitment.objects.filter(~Exists(held), organisation_id=host_id, recorded_at__lte=at)
    sums: dict[Stage, int] = defaultdict(int)
    rows: Any = (
        Movement.objects.filter(commitment__in=loose.values("pk"), happened_on__lte=on, recorded_at__lte=at)
        .order_by()
        .values("stage")
        .annotate(total=Sum("cents"))
    )
    for row in rows:
        sums[Stage(row["stage"])] += row["total"]
    return Waiting(loose.count(), tuple((stage, sums[stage]) for stage in Stage if stage in sums))


def _sources(host_id: int, at: datetime) -> tuple[SourceLine, ...]:
    runs = ImportRun.objects.filter(organisation_id=host_id, written_at__lte=at).defer("data").order_by("-written_at")
    return tuple(
        SourceLine(
            file_name=run.file_name,
            extracted_on=run.extracted_on,
            received_at=run.written_at or run.created_at,
            person_name=run.person_name,
            lines=run.outcome.get("lines", 0),
        )
        for run in runs[:_MOST_SOURCES]
    )
