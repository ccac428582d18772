"""Loads a stored version as plain values, in nine queries whatever the size of the plan."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from pacte.kernel.period import Period
from pacte.plan.models import PlanVersion, RowLead, VersionFigure, VersionRow
from pacte.plan.queries.version_cache import ImmutableVersionCache
from pacte.plan.records import (
    ActionState,
    ActionStatus,
    ActionTitle,
    Amount,
    Axis,
    Doubt,
    Expense,
    Figure,
    FigureKind,
    Flag,
    Lead,
    LineageKind,
    LineageLink,
    Objective,
    Placement,
    PlanContent,
    PlanRow,
    PriorityPublic,
    RowKind,
    Schedule,
    Staff,
)


def content_of_version(version: PlanVersion) -> PlanContent:
    """Return the content of ``version``. The caller must have obtained the version through a permission check."""
    return _CONTENT_CACHE.load([version])[version.pk]


def _read_content(version: PlanVersion) -> PlanContent:
    leads, figures = _group_by_row(version.leads.order_by("rank")), _group_by_row(version.figures.order_by("rank"))
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
                doubts=_to_doubts(axis.doubts),
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
                doubts=_to_doubts(each.doubts),
            )
            for each in version.objectives.order_by("rank")
        ),
        actions=tuple(
            ActionTitle(number=each.plan_action.number, title=each.title, short_title=each.short_title)
            for each in version.action_lines.select_related("plan_action").order_by("plan_action__number_order")
        ),
        rows=tuple(
            _to_row(row, leads[row.pk], figures[row.pk])
            for row in version.rows.select_related("plan_action").order_by("rank")
        ),
        amounts=tuple(
            Amount(number=each.plan_action.number, year=each.year, cents=each.cents)
            for each in version.amounts.select_related("plan_action").order_by(
                "plan_action__number_order", "year", "pk"
            )
        ),
        statuses=tuple(
            ActionStatus(each.plan_action.number, ActionState(each.state), each.since, each.reason)
            for each in version.standings.select_related("plan_action").order_by("rank")
        ),
        lineage=tuple(
            LineageLink(each.plan_action.number, LineageKind(each.kind), each.origin_number, each.origin_plan)
            for each in version.lineage.select_related("plan_action").order_by("rank")
        ),
    )


_CONTENT_CACHE = ImmutableVersionCache(
    lambda versions: {version.pk: _read_content(version) for version in versions}, maxsize=32
)


def _group_by_row(records: Any) -> defaultdict[int, list[Any]]:
    by_row_id: defaultdict[int, list[Any]] = defaultdict(list)
    for record in records:
        by_row_id[record.row_id].append(record)
    return by_row_id


def _to_row(row: VersionRow, leads: list[RowLead], figures: list[VersionFigure]) -> PlanRow:
    return PlanRow(
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
        figures=tuple(_to_figure(figure) for figure in figures),
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
        doubts=_to_doubts(row.doubts),
    )


def _to_figure(stored: VersionFigure) -> Figure:
    return Figure(
        what=stored.what,
        kind=FigureKind(stored.kind),
        value=_without_padding(stored.value),
        minimum=_without_padding(stored.minimum),
        maximum=_without_padding(stored.maximum),
        unit=stored.unit,
        per=stored.per,
        horizon=stored.horizon,
        certain=stored.certain,
        source_text=stored.source_text,
        doubt=stored.doubt,
        indicator_code=stored.indicator_code,
        proposed=stored.proposed,
    )


def _without_padding(value: Decimal | None) -> Decimal | None:
    """Remove the padding of the four-decimal column: « 10.0000 » becomes 10."""
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _to_doubts(stored: list[dict[str, str]]) -> tuple[Doubt, ...]:
    return tuple(Doubt(**each) for each in stored)
