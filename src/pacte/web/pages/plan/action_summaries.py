"""Summaries of the numbered actions of a plan, as the pages show them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from pacte.infra.identity_cache import cache_by_identity
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing
from pacte.kernel.money import format_euros
from pacte.kernel.period import Period
from pacte.plan.records import (
    ActionStatus,
    ActionTitle,
    Amount,
    Axis,
    Figure,
    Lead,
    Placement,
    PlanContent,
    PlanRow,
    RowKind,
)
from pacte.plan.rules.completeness import (
    CompletenessCriterion,
    CompletenessScore,
    completeness_score,
    is_lead_decided,
    is_supporting_lead,
    missing_criteria,
)
from pacte.plan.rules.display import describe_figure_number, describe_status
from pacte.plan.rules.evidence import accountable_leads, no_evidence_sentence
from pacte.plan.rules.labels import ACTION_STATES
from pacte.plan.rules.lifecycle import is_over_state, is_running_state
from pacte.plan.rules.schedule import CalendarStage, calendar_stage, row_deadlines
from pacte.plan.rules.sums import action_sums
from pacte.web.charts.timeline import (
    TimelineColumns,
    TimelineMilestone,
    TimelineMilestoneState,
    TimelineRow,
    build_timeline_row,
    timeline_row_text,
)
from pacte.web.tables import cell


@dataclass(frozen=True, slots=True)
class ActionSummary:
    """One numbered action over all its rows. ``rank`` is the rank of its axis, from 1."""

    number: ActionCode
    title: str
    short_title: str
    axis: Axis
    rank: int
    rows: tuple[PlanRow, ...]
    leads: tuple[Lead, ...]
    leads_text: str
    has_decided_lead: bool
    priority: str
    calendar: TimelineRow
    calendar_text: str
    targets: tuple[Figure, ...]
    proposed: tuple[Figure, ...]
    doubt_count: int
    mark: CompletenessScore
    missing: tuple[CompletenessCriterion, ...]
    evidence: str
    is_over: bool
    cents: int | None
    standing: ActionStatus | None = None

    @property
    def name(self) -> str:
        """« Rénover 10 formations certifiantes »: the short title, else the full one."""
        return self.short_title or self.title

    @property
    def is_ended(self) -> bool:
        """True when an amendment abandoned, split or merged the action: nothing more is due on it."""
        return self.standing is not None and is_over_state(self.standing.state)

    @property
    def state_word(self) -> str:
        """« suspendue », « abandonnée »… ; "" while it runs."""
        if self.standing is None or is_running_state(self.standing.state):
            return ""
        return ACTION_STATES[self.standing.state]

    @property
    def state_text(self) -> str:
        """« abandonnée à compter du 1ᵉʳ janvier 2021 »."""
        if not self.state_word or self.standing is None:
            return ""
        return apply_french_spacing(describe_status(replace(self.standing, reason="")))

    @property
    def evidence_sentence(self) -> str:
        """« Aucune preuve à ce jour : à fournir par le porteur, Région (DFP). »"""
        return f"{self.evidence[:1].upper()}{self.evidence[1:]}."

    @property
    def is_calendar_certain(self) -> bool:
        return self.calendar.placement is Placement.CERTAIN and not any("?" in each for each in self.calendar.marks)

    @property
    def is_overdue(self) -> bool:
        """True when the plan prints a deadline for the action and that day is past."""
        return any(each.state is TimelineMilestoneState.OVERDUE for each in self.calendar.milestones)

    @property
    def target_brief(self) -> str:
        """« 10 formations + 5 autres », « 3 000 stagiaires / an ? », « non chiffrée », « sans cible »."""
        if not self.targets:
            return "sans\u00a0cible"
        others = len(self.targets) - 1
        rest = f" + {others}\u00a0autre{'s' if others > 1 else ''}" if others else ""
        return apply_french_spacing(f"{_target_text(self.targets[0])}{rest}")


def _target_text(figure: Figure) -> str:
    number = describe_figure_number(figure)
    if not number:
        return "non chiffrée"
    per = f" / {figure.per}" if figure.per else ""
    return f"{number} {figure.unit}{per}{'' if figure.certain else ' ?'}"


def count_cell(count: object) -> dict[str, Any]:
    """Cell of a table with a number, or the number of an action."""
    return cell(str(count), value=str(count))


def cents_cell(cents: int | None, text: Callable[[int], str] = format_euros) -> dict[str, Any]:
    """Cell of a table with an amount, copied in euros."""
    return cell("non chiffré") if cents is None else cell(text(cents), value=str(Decimal(cents) / 100))


def truncate_at_word(text: str, max_length: int) -> str:
    """Truncates a long text between two words."""
    return text if len(text) <= max_length else f"{text[:max_length].rsplit(' ', 1)[0].rstrip(',;:')}…"


def calendar_columns(content: PlanContent, on: date) -> TimelineColumns:
    """Columns of the calendar, as of that day."""
    return TimelineColumns(periods=calendar_periods(content), as_of=on)


def calendar_periods(content: PlanContent) -> tuple[Period, ...]:
    """Periods of the plan; a single one for all its years when it names none."""
    return content.periods or (Period(content.first_year, content.last_year),)


@cache_by_identity(24)
def action_summaries(content: PlanContent, on: date) -> tuple[ActionSummary, ...]:
    """All numbered actions, in number order. None has evidence at this level."""
    rows: dict[ActionCode, list[PlanRow]] = defaultdict(list)
    amounts: dict[ActionCode, list[Amount]] = defaultdict(list)
    for row in content.rows:
        rows[row.number].append(row)
    for amount in content.amounts:
        amounts[amount.number].append(amount)
    titles = {each.number: each for each in content.actions}
    axes = {axis.code: (rank, axis) for rank, axis in enumerate(content.axes, start=1)}
    return tuple(
        # Rules scan the rows that they receive. Passing only those of the action keeps a long plan fast.
        _action_summary(
            replace(content, rows=tuple(rows[number]), amounts=tuple(amounts[number])), number, titles, axes, on
        )
        for number in sorted(rows)
    )


def join_lead_names(leads: tuple[Lead, ...]) -> str:
    """« Région (DPOF, DTMD), Pôle emploi »: each organisation once, followed by its services."""
    services: dict[str, list[str]] = {}
    for lead in leads:
        lead_services = services.setdefault(lead.organisation, [])
        if lead.service and lead.service not in lead_services:
            lead_services.append(lead.service)
    return ", ".join(
        f"{name} ({', '.join(lead_services)})" if lead_services else name for name, lead_services in services.items()
    )


def milestones_of_rows(rows: tuple[PlanRow, ...], on: date) -> tuple[TimelineMilestone, ...]:
    """Deadlines given by the plan, past or to come. None is known to be met at this level."""
    return tuple(
        TimelineMilestone(
            on=each.on,
            label=each.what[:1].upper() + each.what[1:],
            state=TimelineMilestoneState.OVERDUE if on > each.on else TimelineMilestoneState.COMING,
        )
        for row in rows
        for each in row_deadlines(row)
    )


def _action_summary(
    own: PlanContent,
    number: ActionCode,
    titles: dict[ActionCode, ActionTitle],
    axes: dict[str, tuple[int, Axis]],
    on: date,
) -> ActionSummary:
    rows = own.rows
    first = rows[0]
    title = titles.get(number)
    rank, axis = axes.get(first.axis_code, (1, Axis(first.axis_code, first.axis_code, "")))
    leads = accountable_leads(own, number)
    # A heading row counts only when it is alone.
    schedules = [row.schedule for row in rows if row.kind is not RowKind.HEADING] or [row.schedule for row in rows]
    calendar = build_timeline_row(schedules, calendar_periods(own), rank, milestones_of_rows(rows, on))
    sums = action_sums(own)
    figures = [figure for row in rows for figure in row.figures if figure.is_target]
    return ActionSummary(
        number=number,
        title=title.title if title else first.title,
        short_title=(title.short_title if title else "") or first.short_title,
        axis=axis,
        rank=rank,
        rows=rows,
        leads=leads,
        leads_text=join_lead_names(leads),
        has_decided_lead=any(is_lead_decided(lead) and not is_supporting_lead(lead) for lead in leads),
        priority=next((row.priority for row in rows if row.priority), ""),
        calendar=calendar,
        calendar_text=apply_french_spacing(
            timeline_row_text(replace(calendar, milestones=()), calendar_columns(own, on))
        ),
        targets=tuple(figure for figure in figures if not figure.proposed),
        proposed=tuple(figure for figure in figures if figure.proposed),
        doubt_count=sum(len(row.doubts) + sum(bool(each.doubt) for each in row.figures) for row in rows),
        mark=completeness_score(own, number),
        missing=missing_criteria(own, number),
        evidence=no_evidence_sentence(own, number),
        is_over=all(calendar_stage(row, on) is CalendarStage.OVER for row in rows),
        cents=sums[0].cents if sums else None,
        standing=own.status_of(number),
    )
