"""Loads a stored version as plain values, in nine queries whatever the size of the plan."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from pacte.kernel.period import Period
from pacte.plan.models import FigureLine, PlanVersion, RowLead, RowLine
from pacte.plan.queries.frozen import Kept
from pacte.plan.records import (
    ActionState,
    ActionTitle,
    Amount,
    Axis,
    Doubt,
    Expense,
    Figure,
    FigureKind,
    Flag,
    Lead,
    Lineage,
    LineageKind,
    Objective,
    Placement,
    PlanContent,
    PriorityPublic,
    Row,
    RowKind,
    Schedule,
    Staff,
    Standing,
)


def content_of(version: PlanVersion) -> PlanContent:
    """Return the content of ``version``. The caller must have obtained the version through a permission check."""
    return _CONTENTS.of([version])[version.pk]


def _read(version: PlanVersion) -> PlanContent:
    leads, figures = _by_row(version.leads.order_by("rank")), _by_row(version.figures.order_by("rank"))
    return PlanContent(
        code=version.plan.code,
        title=version.title,
        region=version.plan.region,
        first_year=version.first_year,
        last_year=version.last_year,
        periods=tuple(Period.parse(code) for code in version.periods),
        document_title=version.document_title,
        decided_on=version.decided_on,
        source=version.source,
        publics=tuple(PriorityPublic(**each) for each in version.publics),
        axes=tuple(
            Axis(
                code=axis.code,
                label=axis.label,
                title=axis.title,
                description=axis.description,
                amount_cents=axis.amount_cents,
                amount_as_printed=axis.amount_as_printed,
                publics=tuple(axis.publics),
                source_lines=axis.source_lines,
                doubts=_doubts(axis.doubts),
            )
            for axis in version.axes.order_by("rank")
        ),
        objectives=tuple(
            Objective(
                code=each.code,
                label=each.label,
                axis_code=each.axis_code,
                parent_code=each.parent_code,
                code_as_printed=each.code_as_printed,
                doubts=_doubts(each.doubts),
            )
            for each in version.objectives.order_by("rank")
        ),
        actions=tuple(
            ActionTitle(number=each.plan_action.number, title=each.title, short_title=each.short_title)
            for each in version.action_lines.select_related("plan_action").order_by("plan_action__number_order")
        ),
        rows=tuple(
            _row(row, leads[row.pk], figures[row.pk])
            for row in version.rows.select_related("plan_action").order_by("rank")
        ),
        amounts=tuple(
            Amount(number=each.plan_action.number, year=each.year, cents=each.cents)
            for each in version.amounts.select_related("plan_action").order_by(
                "plan_action__number_order", "year", "pk"
            )
        ),
        standings=tuple(
            Standing(each.plan_action.number, ActionState(each.state), each.since, each.reason)
            for each in version.standings.select_related("plan_action").order_by("rank")
        ),
        lineage=tuple(
            Lineage(each.plan_action.number, LineageKind(each.kind), each.origin_number, each.origin_plan)
            for each in version.lineage.select_related("plan_action").order_by("rank")
        ),
    )


_CONTENTS = Kept(lambda versions: {version.pk: _read(version) for version in versions}, most=32)


def _by_row(lines: Any) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for line in lines:
        found[line.row_id].append(line)
    return found


def _row(row: RowLine, leads: list[RowLead], figures: list[FigureLine]) -> Row:
    return Row(
        key=row.key,
        number=row.plan_action.number,
        kind=RowKind(row.kind),
        axis_code=row.axis_code,
        strategic_code=row.strategic_code,
        operational_code=row.operational_code,
        title=row.title,
        short_title=row.short_title,
        title_as_printed=row.title_as_printed,
        description=row.description,
        leads=tuple(
            Lead(organisation=lead.name, service=lead.service_name, role=lead.role, note=lead.note) for lead in leads
        ),
        leads_as_printed=row.leads_as_printed,
        expected_result=row.expected_result,
        figures=tuple(_figure(figure) for figure in figures),
        priority=row.priority,
        comment=row.comment,
        staff=tuple(
            Staff(
                organisation=each["organisation"],
                text=each["text"],
                etp=None if each["etp"] is None else Decimal(each["etp"]),
            )
            for each in row.staff
        ),
        expenses=tuple(Expense(**each) for each in row.expenses),
        schedule=Schedule(
            placement=Placement(row.placement),
            flags=tuple(Flag(**each) for each in row.flags),
            as_printed=row.flags_as_printed,
            flag_count=row.flag_count,
            note=row.schedule_note,
        ),
        linked_numbers=tuple(row.linked_numbers),
        publics=tuple(row.publics),
        sectors=tuple(row.sectors),
        territories=tuple(row.territories),
        partners=tuple(row.partners),
        source_lines=row.source_lines,
        doubts=_doubts(row.doubts),
    )


def _figure(line: FigureLine) -> Figure:
    return Figure(
        what=line.what,
        kind=FigureKind(line.kind),
        value=_exact(line.value),
        minimum=_exact(line.minimum),
        maximum=_exact(line.maximum),
        unit=line.unit,
        per=line.per,
        horizon=line.horizon,
        certain=line.certain,
        source_text=line.source_text,
        doubt=line.doubt,
        indicator_code=line.indicator_code,
        proposed=line.proposed,
    )


def _exact(value: Decimal | None) -> Decimal | None:
    """Remove the padding of the four-decimal column: « 10.0000 » becomes 10."""
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _doubts(stored: list[dict[str, str]]) -> tuple[Doubt, ...]:
    return tuple(Doubt(**each) for each in stored)
