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
from pacte.steering.models import DeclaredValue, Milestone, MilestoneStep, Risk
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.records import MilestoneLine, MilestoneStepKind, RiskLevel, RiskLine, StepLine, ValueLine
from pacte.steering.rules.as_of import dates_on
from pacte.steering.rules.figures import exact, written
from pacte.steering.rules.milestones import MilestoneFact, standings


def milestone_lines(
    *, actor: Actor, plan: Plan, on: date, numbers: Collection[ActionCode] | None = None
) -> dict[ActionCode, list[MilestoneLine]]:
    """Returns milestones by action number, earliest first.

    ``numbers`` restricts the actions returned; dependencies on other actions are still taken into account.
    """
    if not _may_read(actor, plan):
        return {}
    mine = Milestone.objects.filter(plan_action__plan=plan)
    ties = list(
        mine.filter(depends_on__isnull=False).values_list(
            "pk", "plan_action__number", "depends_on", "depends_on__plan_action__number"
        )
    )
    steps_of = MilestoneStep.objects.filter(milestone__plan_action__plan=plan)
    if numbers is not None:
        mine = mine.filter(Q(plan_action__number__in=numbers) | Q(pk__in=_tied(ties, numbers)))
    found = [
        _Milestone(*row)
        for row in mine.order_by("pk").values_list(
            "pk", "plan_action__number", "title", "owner__first_name", "owner__last_name", "owner__email"
        )
    ]
    if numbers is not None:
        steps_of = steps_of.filter(milestone__in=[each.pk for each in found])
    steps = _steps(steps_of)
    known = {each.pk: dates for each in found if (dates := dates_on(steps[each.pk], on))}
    after: dict[int, set[int]] = {each.pk: set() for each in found}
    for identifier, _, before, _ in ties:
        if identifier in after:
            after[identifier].add(before)
    states = standings(
        (
            MilestoneFact(pk, dates.due_on, dates.done_on, dates.dropped_on, frozenset(after[pk]))
            for pk, dates in known.items()
        ),
        on,
    )
    titles = {each.pk: f"{each.number} · {each.title}" for each in found}
    lines: dict[ActionCode, list[MilestoneLine]] = defaultdict(list)
    for each in sorted((each for each in found if each.pk in known), key=lambda each: (known[each.pk].due_on, each.pk)):
        if numbers is not None and each.number not in numbers:
            continue
        state, dates = states[each.pk], known[each.pk]
        lines[each.number].append(
            MilestoneLine(
                milestone_id=each.pk,
                number=each.number,
                title=each.title,
                due_on=dates.due_on,
                first_due_on=next((step.due_on for step in steps[each.pk] if step.due_on), dates.due_on),
                done_on=dates.done_on,
                dropped_on=dates.dropped_on,
                owner=each.owner,
                state=state.state,
                days_late=state.days_late,
                chain=tuple(titles[identifier] for identifier in state.chain),
                waits_for=tuple(titles[identifier] for identifier in sorted(after[each.pk]) if identifier in known),
                holds_up=state.holds_up,
                steps=tuple(step for step in steps[each.pk] if step.happened_on <= on),
            )
        )
    return lines


def _tied(ties: Iterable[tuple[int, ActionCode, int, ActionCode]], numbers: Collection[ActionCode]) -> set[int]:
    """Returns the milestones connected to those of these actions by dependencies, in either direction."""
    near: dict[int, set[int]] = defaultdict(set)
    waiting = set()
    for one, number, other, other_number in ties:
        near[one].add(other)
        near[other].add(one)
        waiting |= {pk for pk, of in ((one, number), (other, other_number)) if of in numbers}
    found: set[int] = set()
    while waiting:
        found |= waiting
        waiting = {other for one in waiting for other in near[one]} - found
    return found


class _Milestone(NamedTuple):
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


def value_lines(
    *, actor: Actor, plan: Plan, known_at: datetime | None = None, numbers: Collection[ActionCode] | None = None
) -> dict[ActionCode, list[ValueLine]]:
    """Returns the latest value of each figure, by action number, corrections applied.

    ``known_at`` ignores declarations and corrections recorded later; None means now.
    """
    if not _may_read(actor, plan):
        return {}
    found = _known(plan, known_at)
    if numbers is not None:
        found = found.filter(plan_action__number__in=numbers)
    lines: dict[ActionCode, list[ValueLine]] = defaultdict(list)
    seen: set[tuple[int, str]] = set()
    for each in found.select_related("plan_action", "corrects").order_by("-happened_on", "-recorded_at", "-pk"):
        thing = (each.plan_action_id, fold_text(each.what))
        if thing not in seen:
            seen.add(thing)
            lines[each.plan_action.number].append(_value(each))
    return lines


@dataclass(frozen=True, slots=True)
class LatestValue:
    what: str
    value: Decimal
    unit: str
    happened_on: date


def latest_values(*, actor: Actor, plan: Plan, known_at: datetime | None = None) -> dict[ActionCode, LatestValue]:
    """Returns the last value declared by each action, by number, for lists. One query."""
    if not _may_read(actor, plan):
        return {}
    lines = (
        _known(plan, known_at)
        .order_by("plan_action__number_order", "-happened_on", "-recorded_at", "-pk")
        .distinct("plan_action__number_order")
        .values_list("plan_action__number", "what", "value", "unit", "happened_on")
    )
    return {number: LatestValue(what, value, unit, day) for number, what, value, unit, day in lines}


def _known(plan: Plan, known_at: datetime | None) -> QuerySet[DeclaredValue]:
    found = DeclaredValue.objects.filter(plan_action__plan=plan)
    if known_at is None:
        return found.filter(corrected_by__isnull=True)
    return found.filter(recorded_at__lte=known_at).exclude(corrected_by__recorded_at__lte=known_at)


def risk_lines(
    *, actor: Actor, plan: Plan, on: date, numbers: Collection[ActionCode] | None = None
) -> dict[ActionCode, list[RiskLine]]:
    """Returns the risks open on a date, by action number, highest level first."""
    if not _may_read(actor, plan):
        return {}
    found = Risk.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=on), plan_action__plan=plan, opened_on__lte=on
    )
    if numbers is not None:
        found = found.filter(plan_action__number__in=numbers)
    lines: dict[ActionCode, list[RiskLine]] = defaultdict(list)
    for each in found.select_related("plan_action").order_by("opened_on", "pk"):
        lines[each.plan_action.number].append(
            RiskLine(
                risk_id=each.pk,
                title=each.title,
                level=RiskLevel(each.level),
                response=each.response,
                opened_on=each.opened_on,
                closed_on=each.closed_on,
                by=each.person_name,
            )
        )
    for own in lines.values():
        own.sort(key=lambda line: -tuple(RiskLevel).index(line.level))
    return lines


def _may_read(actor: Actor, plan: Plan) -> bool:
    return may(actor, "round.read", SteeringScope(host_id=plan.organisation_id))


def _steps(lines: QuerySet[MilestoneStep]) -> defaultdict[int, list[StepLine]]:
    """Returns the events by milestone id, in recording order."""
    found: defaultdict[int, list[StepLine]] = defaultdict(list)
    for identifier, kind, happened_on, recorded_at, due_on, reason, by in lines.order_by("pk").values_list(
        "milestone_id", "kind", "happened_on", "recorded_at", "due_on", "reason", "person_name"
    ):
        found[identifier].append(StepLine(MilestoneStepKind(kind), happened_on, recorded_at, due_on, reason, by))
    return found


def _value(each: DeclaredValue) -> ValueLine:
    before = each.corrects
    return ValueLine(
        value_id=each.pk,
        what=each.what,
        value=exact(each.value),
        unit=each.unit,
        happened_on=each.happened_on,
        recorded_at=each.recorded_at,
        proof=each.proof,
        proof_url=each.proof_url,
        by=each.person_name,
        indicator_code=each.indicator_code,
        corrects=f"{written(before.value)} {before.unit}".strip() if before else "",
    )
