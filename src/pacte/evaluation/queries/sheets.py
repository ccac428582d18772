"""Experiments and their protocols as an actor reads them, as of a date. A list takes a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from pacte.evaluation.models import Addendum, Experiment, Finding, Ownership, SheetVersion
from pacte.evaluation.permissions import SheetScope, may, may_somewhere
from pacte.evaluation.records import SHEET_FIELDS, Judgement, Part, SheetContent, SheetState
from pacte.evaluation.rules import PART_COUNT, is_overdue, missing, state_of, written_late
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import action_titles_by_number, stakeholders_by_action
from pacte.plan.records.stakeholders import ActionStakeholders


@dataclass(frozen=True, slots=True)
class SheetLine:
    """An experiment in a list, as of ``on``."""

    experiment_id: int
    number: int
    title: str
    action_number: ActionCode
    content: SheetContent
    version: int
    written_on: date | None
    state: SheetState
    missing: tuple[Part, ...]
    owner_id: int | None
    owner_name: str
    locked_on: date | None
    judgement: Judgement | None
    is_overdue: bool

    @property
    def met(self) -> int:
        return PART_COUNT - len(self.missing)

    @property
    def days_late(self) -> int:
        """Returns how many days after the first entry the protocol was written."""
        return written_late(self.written_on, self.locked_on) if self.written_on else 0


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One experiment with the content of its page, as of a date."""

    experiment: Experiment
    line: SheetLine
    scope: SheetScope
    versions: tuple[SheetVersion, ...]
    addenda: tuple[Addendum, ...]
    findings: tuple[Finding, ...]
    ownerships: tuple[Ownership, ...]

    @property
    def finding(self) -> Finding | None:
        return self.findings[-1] if self.findings else None


def sees_sheets(*, actor: Actor, plan: Plan) -> bool:
    """Returns True when the actor may see the list of experiments, even if it is empty."""
    return may_somewhere(actor, "evaluation.read", plan.organisation_id)


def sheets(*, actor: Actor, plan: Plan, on: date) -> list[SheetLine]:
    """Returns the experiments that the actor may read, by action. Raises ``NotFound`` without access to the list."""
    if not sees_sheets(actor=actor, plan=plan):
        raise NotFound
    return _read(actor, plan, on, _whole(Experiment.objects.filter(plan=plan)))


def sheets_of_action(*, actor: Actor, plan: Plan, number: ActionCode, on: date) -> list[SheetLine]:
    """Returns the experiments of one action; empty without access to the list."""
    if not sees_sheets(actor=actor, plan=plan):
        return []
    return _read(actor, plan, on, _whole(Experiment.objects.filter(plan=plan, plan_action__number=number)))


def experiment_count(*, actor: Actor, plan: Plan, number: ActionCode, on: date) -> int:
    """Returns how many experiments the action has: the only public information, for anyone who sees the plan."""
    found = Experiment.objects.filter(plan=plan, plan_action__number=number, opened_on__lte=on)
    return sum(each.withdrawn_on is None or each.withdrawn_on > on for each in found)


def open_sheets(*, actor: Actor, plan_action_id: int) -> list[Experiment]:
    """Returns the experiments of an action without an entry yet. System actor only, else raises ``NotFound``."""
    if not actor.is_system:
        raise NotFound
    found = Experiment.objects.filter(plan_action_id=plan_action_id, locked_on__isnull=True, withdrawn_on__isnull=True)
    return list(_whole(found))


def told_of(*, actor: Actor, experiment: Experiment, on: date) -> tuple[int, ...]:
    """Returns the ids of the people to notify: the owner, else the people named for the action."""
    scope = scope_of_experiment(actor=actor, experiment=experiment, on=on)
    return (scope.owner_id,) if scope.owner_id else tuple(sorted(scope.ties.lead_person_ids))


def sheet_by_number(*, actor: Actor, plan: Plan, number: int, on: date) -> SheetRead:
    """Returns one experiment. Raises ``NotFound`` when it does not exist on that date or the actor may not read it."""
    # Checked first, so that an actor without access triggers the same queries whether or not the row exists.
    if not sees_sheets(actor=actor, plan=plan):
        raise NotFound
    found = _whole(Experiment.objects.filter(plan=plan, number=number, opened_on__lte=on)).first()
    if found is None:
        raise NotFound
    scope = _scope(found, stakeholders_by_action(actor=actor, plan=plan, on=on), on)
    if not may(actor, "evaluation.read", scope):
        raise NotFound
    return SheetRead(
        experiment=found,
        line=_line(found, on),
        scope=scope,
        versions=tuple(each for each in found.versions.all() if each.written_on <= on),
        addenda=tuple(each for each in found.addenda.all() if each.added_on <= on),
        findings=tuple(each for each in found.findings.all() if each.found_on <= on),
        ownerships=tuple(each for each in found.ownerships.all() if each.since <= on),
    )


def scope_of_experiment(*, actor: Actor, experiment: Experiment, on: date) -> SheetScope:
    return _scope(experiment, stakeholders_by_action(actor=actor, plan=experiment.plan, on=on), on)


def action_choices(*, actor: Actor, plan: Plan, on: date) -> list[tuple[str, str]]:
    """Returns the number and name of the actions for which the actor may open an experiment."""
    ties = stakeholders_by_action(actor=actor, plan=plan, on=on)
    names = action_titles_by_number(actor=actor, plan=plan, on=on)
    return [
        (str(number), f"{number} {names.get(number, '')}".strip())
        for number, each in ties.items()
        if may(actor, "evaluation.open", SheetScope(each))
    ]


def content_of(version: SheetVersion | None) -> SheetContent:
    """Returns a version as plain values; an empty protocol for None."""
    if version is None:
        return SheetContent()
    return SheetContent(**{name: _exact(getattr(version, name)) for name in SHEET_FIELDS})


def _read(actor: Actor, plan: Plan, on: date, found: QuerySet[Experiment]) -> list[SheetLine]:
    """Returns the experiments open on that date that the actor may read. An empty list makes no further query."""
    opened = list(found.filter(opened_on__lte=on))
    ties = stakeholders_by_action(actor=actor, plan=plan, on=on) if opened else {}
    return [_line(each, on) for each in opened if may(actor, "evaluation.read", _scope(each, ties, on))]


def _exact(value: Any) -> Any:
    """Strips trailing zeros: the column stores four decimals, and « 10.0000 » becomes 10."""
    if not isinstance(value, Decimal):
        return value
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _whole(found: QuerySet[Experiment]) -> QuerySet[Experiment]:
    related = ("versions", "ownerships__person", "findings", "addenda")
    return (
        found.select_related("plan", "plan_action")
        .prefetch_related(*related)
        .order_by("plan_action__number_order", "number")
    )


def _scope(experiment: Experiment, ties: dict[ActionCode, ActionStakeholders], on: date) -> SheetScope:
    number = experiment.plan_action.number
    owner = _last(each for each in experiment.ownerships.all() if each.since <= on)
    return SheetScope(
        ties.get(number) or ActionStakeholders(experiment.organisation_id, number), owner.person_id if owner else None
    )


def _line(experiment: Experiment, on: date) -> SheetLine:
    version = _last(each for each in experiment.versions.all() if each.written_on <= on)
    owner = _last(each for each in experiment.ownerships.all() if each.since <= on)
    finding = _last(each for each in experiment.findings.all() if each.found_on <= on)
    content = content_of(version)
    person = owner.person if owner else None
    lacking = missing(content, has_owner=person is not None)
    locked_on = experiment.locked_on if experiment.locked_on and experiment.locked_on <= on else None
    state = state_of(
        lacking,
        locked_on=locked_on,
        is_judged=finding is not None,
        is_withdrawn=experiment.withdrawn_on is not None and experiment.withdrawn_on <= on,
    )
    return SheetLine(
        experiment_id=experiment.pk,
        number=experiment.number,
        title=experiment.title,
        action_number=experiment.plan_action.number,
        content=content,
        version=version.number if version else 0,
        written_on=version.written_on if version else None,
        state=state,
        missing=lacking,
        owner_id=person.pk if person else None,
        owner_name=str(person) if person else "",
        locked_on=locked_on,
        judgement=Judgement(finding.judgement) if finding else None,
        is_overdue=is_overdue(content, state, on),
    )


def _last(found: Iterable[Any]) -> Any:
    """Returns the row with the highest primary key; None without rows."""
    return max(found, key=lambda each: each.pk, default=None)
