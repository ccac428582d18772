"""Milestones, declared values and risks of a plan as of a date; empty for actors who may not read its rounds.

A constant number of queries, whatever the plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet

from pacte.accounts.records import display_name
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.french import fold_text
from pacte.plan.models import Plan
from pacte.steering.models import DeclaredValue, Milestone, MilestoneEvent, Risk
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.records import (
    DeclaredValueSummary,
    MilestoneEventKind,
    MilestoneEventRow,
    MilestoneSummary,
    RiskLevel,
    RiskSummary,
)
from pacte.steering.rules.milestone_dates import milestone_dates_on
from pacte.steering.rules.milestone_status import MilestoneNode, milestone_statuses
from pacte.steering.rules.number_format import format_exact_decimal, strip_trailing_zeros


def milestones_by_action(
    *, actor: Actor, plan: Plan, on: date, numbers: Collection[ActionCode] | None = None
) -> dict[ActionCode, list[MilestoneSummary]]:
    """Returns milestones by action number, earliest first.

    ``numbers`` restricts the actions returned; dependencies on other actions are still taken into account.
    """
    if not _may_read(actor, plan):
        return {}
    milestones = Milestone.objects.filter(plan_action__plan=plan)
    dependencies = list(
        milestones.filter(depends_on__isnull=False).values_list(
            "pk", "plan_action__number", "depends_on", "depends_on__plan_action__number"
        )
    )
    events = MilestoneEvent.objects.filter(milestone__plan_action__plan=plan)
    if numbers is not None:
        milestones = milestones.filter(
            Q(plan_action__number__in=numbers) | Q(pk__in=_connected_milestones(dependencies, numbers))
        )
    rows = [
        _MilestoneRow(*row)
        for row in milestones.order_by("pk").values_list(
            "pk", "plan_action__number", "title", "owner__first_name", "owner__last_name", "owner__email"
        )
    ]
    if numbers is not None:
        events = events.filter(milestone__in=[each.pk for each in rows])
    events_by_milestone = _events_by_milestone(events)
    dates_by_milestone = {
        each.pk: dates for each in rows if (dates := milestone_dates_on(events_by_milestone[each.pk], on))
    }
    after: dict[int, set[int]] = {each.pk: set() for each in rows}
    for identifier, _, before, _ in dependencies:
        if identifier in after:
            after[identifier].add(before)
    statuses = milestone_statuses(
        (
            MilestoneNode(pk, dates.due_on, dates.done_on, dates.dropped_on, frozenset(after[pk]))
            for pk, dates in dates_by_milestone.items()
        ),
        on,
    )
    titles = {each.pk: f"{each.number} · {each.title}" for each in rows}
    summaries: dict[ActionCode, list[MilestoneSummary]] = defaultdict(list)
    for each in sorted(
        (each for each in rows if each.pk in dates_by_milestone),
        key=lambda each: (dates_by_milestone[each.pk].due_on, each.pk),
    ):
        if numbers is not None and each.number not in numbers:
            continue
        status, dates = statuses[each.pk], dates_by_milestone[each.pk]
        summaries[each.number].append(
            MilestoneSummary(
                milestone_id=each.pk,
                number=each.number,
                title=each.title,
                due_on=dates.due_on,
                first_due_on=next((step.due_on for step in events_by_milestone[each.pk] if step.due_on), dates.due_on),
                done_on=dates.done_on,
                dropped_on=dates.dropped_on,
                owner=each.owner,
                state=status.state,
                days_late=status.days_late,
                chain=tuple(titles[identifier] for identifier in status.chain),
                waits_for=tuple(
                    titles[identifier] for identifier in sorted(after[each.pk]) if identifier in dates_by_milestone
                ),
                holds_up=status.holds_up,
                steps=tuple(step for step in events_by_milestone[each.pk] if step.happened_on <= on),
            )
        )
    return summaries


def _connected_milestones(
    dependencies: Iterable[tuple[int, ActionCode, int, ActionCode]], numbers: Collection[ActionCode]
) -> set[int]:
    """Returns the milestones connected to those of these actions by dependencies, in either direction."""
    near: dict[int, set[int]] = defaultdict(set)
    waiting = set()
    for one, number, other, other_number in dependencies:
        near[one].add(other)
        near[other].add(one)
        waiting |= {pk for pk, of in ((one, number), (other, other_number)) if of in numbers}
    component: set[int] = set()
    while waiting:
        component |= waiting
        waiting = {other for one in waiting for other in near[one]} - component
    return component


class _MilestoneRow(NamedTuple):
    """The columns of a milestone; the last three are None without an owner."""

    pk: int
    number: ActionCode
    title: str
    first_name: str | None
    last_name: str | None
    email: str | None

    @property
    def owner(self) -> str:
        return display_name(self.first_name, self.last_name, self.email)


def declared_values_by_action(
    *, actor: Actor, plan: Plan, known_at: datetime | None = None, numbers: Collection[ActionCode] | None = None
) -> dict[ActionCode, list[DeclaredValueSummary]]:
    """Returns the latest value of each figure, and of each of its places or periods, by action number.

    Corrections are applied.

    ``known_at`` ignores declarations and corrections recorded later; None means now.
    """
    if not _may_read(actor, plan):
        return {}
    queryset = _values_known_at(plan, known_at)
    if numbers is not None:
        queryset = queryset.filter(plan_action__number__in=numbers)
    summaries: dict[ActionCode, list[DeclaredValueSummary]] = defaultdict(list)
    seen: set[tuple[int, str, str]] = set()
    for each in queryset.select_related("plan_action", "corrects").order_by("-happened_on", "-recorded_at", "-pk"):
        subject = (each.plan_action_id, fold_text(each.what), each.about_key)
        if subject not in seen:
            seen.add(subject)
            summaries[each.plan_action.number].append(_value_summary(each))
    return summaries


@dataclass(frozen=True, slots=True)
class LatestValue:
    what: str
    value: Decimal
    unit: str
    happened_on: date


def latest_value_by_action(
    *, actor: Actor, plan: Plan, known_at: datetime | None = None
) -> dict[ActionCode, LatestValue]:
    """Returns the last value declared by each action, by number, for lists. One query."""
    if not _may_read(actor, plan):
        return {}
    lines = (
        _values_known_at(plan, known_at)
        .order_by("plan_action__number_order", "-happened_on", "-recorded_at", "-pk")
        .distinct("plan_action__number_order")
        .values_list("plan_action__number", "what", "about_label", "value", "unit", "happened_on")
    )
    return {
        number: LatestValue(f"{what}, {about}" if about else what, value, unit, day)
        for number, what, about, value, unit, day in lines
    }


def _values_known_at(plan: Plan, known_at: datetime | None) -> QuerySet[DeclaredValue]:
    queryset = DeclaredValue.objects.filter(plan_action__plan=plan)
    if known_at is None:
        return queryset.filter(corrected_by__isnull=True)
    return queryset.filter(recorded_at__lte=known_at).exclude(corrected_by__recorded_at__lte=known_at)


def risks_by_action(
    *, actor: Actor, plan: Plan, on: date, numbers: Collection[ActionCode] | None = None
) -> dict[ActionCode, list[RiskSummary]]:
    """Returns the risks open on a date, by action number, highest level first."""
    if not _may_read(actor, plan):
        return {}
    queryset = Risk.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=on), plan_action__plan=plan, opened_on__lte=on
    )
    if numbers is not None:
        queryset = queryset.filter(plan_action__number__in=numbers)
    summaries: dict[ActionCode, list[RiskSummary]] = defaultdict(list)
    for each in queryset.select_related("plan_action").order_by("opened_on", "pk"):
        summaries[each.plan_action.number].append(
            RiskSummary(
                risk_id=each.pk,
                title=each.title,
                level=RiskLevel(each.level),
                response=each.response,
                opened_on=each.opened_on,
                closed_on=each.closed_on,
                by=each.person_name,
            )
        )
    for action_risks in summaries.values():
        action_risks.sort(key=lambda line: -tuple(RiskLevel).index(line.level))
    return summaries


def _may_read(actor: Actor, plan: Plan) -> bool:
    return may(actor, "round.read", SteeringScope(host_id=plan.organisation_id))


def _events_by_milestone(events: QuerySet[MilestoneEvent]) -> defaultdict[int, list[MilestoneEventRow]]:
    """Returns the events by milestone id, in recording order."""
    events_by_milestone: defaultdict[int, list[MilestoneEventRow]] = defaultdict(list)
    for identifier, kind, happened_on, recorded_at, due_on, reason, by in events.order_by("pk").values_list(
        "milestone_id", "kind", "happened_on", "recorded_at", "due_on", "reason", "person_name"
    ):
        events_by_milestone[identifier].append(
            MilestoneEventRow(MilestoneEventKind(kind), happened_on, recorded_at, due_on, reason, by)
        )
    return events_by_milestone


def _value_summary(each: DeclaredValue) -> DeclaredValueSummary:
    before = each.corrects
    return DeclaredValueSummary(
        value_id=each.pk,
        what=each.what,
        value=strip_trailing_zeros(each.value),
        unit=each.unit,
        happened_on=each.happened_on,
        recorded_at=each.recorded_at,
        proof=each.proof,
        proof_url=each.proof_url,
        by=each.person_name,
        indicator_code=each.indicator_code,
        corrects=f"{format_exact_decimal(before.value)} {before.unit}".strip() if before else "",
        about_key=each.about_key,
        about_label=each.about_label,
    )
