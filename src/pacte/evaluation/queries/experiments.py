"""Experiments and their protocols as an actor reads them, as of a date. A list takes a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from pacte.evaluation.models import Addendum, Experiment, Finding, Ownership, ProtocolVersion
from pacte.evaluation.permissions import ExperimentScope, may, may_on_any_experiment
from pacte.evaluation.records import (
    PROTOCOL_FIELDS,
    FoundValue,
    Judgement,
    ProtocolContent,
    ProtocolPart,
    ProtocolState,
)
from pacte.evaluation.rules import (
    PART_COUNT,
    days_written_after_lock,
    is_overdue,
    missing_protocol_parts,
    protocol_state,
)
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import action_titles_by_number, stakeholders_by_action
from pacte.plan.records.stakeholders import ActionStakeholders


@dataclass(frozen=True, slots=True)
class ExperimentSummary:
    """An experiment in a list, as of ``on``."""

    experiment_id: int
    number: int
    title: str
    action_number: ActionCode
    content: ProtocolContent
    version: int
    written_on: date | None
    state: ProtocolState
    missing: tuple[ProtocolPart, ...]
    owner_id: int | None
    owner_name: str
    locked_on: date | None
    judgement: Judgement | None
    is_overdue: bool
    finding_value: FoundValue | None = None

    @property
    def part_count(self) -> int:
        return PART_COUNT - len(self.missing)

    @property
    def days_late(self) -> int:
        """Returns how many days after the first entry the protocol was written."""
        return days_written_after_lock(self.written_on, self.locked_on) if self.written_on else 0


@dataclass(frozen=True, slots=True)
class ExperimentDetail:
    """One experiment with the content of its page, as of a date."""

    experiment: Experiment
    summary: ExperimentSummary
    scope: ExperimentScope
    versions: tuple[ProtocolVersion, ...]
    addenda: tuple[Addendum, ...]
    findings: tuple[Finding, ...]
    ownerships: tuple[Ownership, ...]

    @property
    def finding(self) -> Finding | None:
        return self.findings[-1] if self.findings else None


def may_list_experiments(*, actor: Actor, plan: Plan) -> bool:
    """Returns True when the actor may see the list of experiments, even if it is empty."""
    return may_on_any_experiment(actor, "evaluation.read", plan.organisation_id)


def experiment_summaries(*, actor: Actor, plan: Plan, on: date) -> list[ExperimentSummary]:
    """Returns the experiments that the actor may read, by action. Raises ``NotFound`` without access to the list."""
    hide_unless(may_list_experiments(actor=actor, plan=plan))
    return _readable_summaries(actor, plan, on, _with_related(Experiment.objects.filter(plan=plan)))


def experiments_of_action(*, actor: Actor, plan: Plan, number: ActionCode, on: date) -> list[ExperimentSummary]:
    """Returns the experiments of one action; empty without access to the list."""
    if not may_list_experiments(actor=actor, plan=plan):
        return []
    return _readable_summaries(
        actor, plan, on, _with_related(Experiment.objects.filter(plan=plan, plan_action__number=number))
    )


def experiment_count(*, actor: Actor, plan: Plan, number: ActionCode, on: date) -> int:
    """Returns how many experiments the action has: the only public information, for anyone who sees the plan."""
    experiments = Experiment.objects.filter(plan=plan, plan_action__number=number, opened_on__lte=on)
    return sum(each.withdrawn_on is None or each.withdrawn_on > on for each in experiments)


def unlocked_experiments(*, actor: Actor, plan_action_id: int) -> list[Experiment]:
    """Returns the experiments of an action without an entry yet. System actor only, else raises ``NotFound``."""
    actor.require_system()
    experiments = Experiment.objects.filter(
        plan_action_id=plan_action_id, locked_on__isnull=True, withdrawn_on__isnull=True
    )
    return list(_with_related(experiments))


def plan_experiments(*, actor: Actor, plan: Plan) -> list[Experiment]:
    """Returns all the experiments of a plan. One query. System actor only, else raises ``NotFound``."""
    actor.require_system()
    return list(Experiment.objects.filter(plan=plan).order_by("number"))


def experiments_with_arms(*, actor: Actor) -> list[Experiment]:
    """Returns those that ever had a session, unless withdrawn. System actor only, else raises ``NotFound``."""
    actor.require_system()
    attached = Experiment.objects.filter(withdrawn_on__isnull=True, arm_sessions__isnull=False)
    return list(attached.distinct().order_by("pk"))


def indicator_codes(*, actor: Actor, experiment_ids: Collection[int], on: date) -> dict[int, str]:
    """Returns the indicator that the sheet of each experiment names on that day; "" when it names none. One query."""
    versions = ProtocolVersion.objects.filter(experiment_id__in=experiment_ids, written_on__lte=on)
    if not actor.is_system:
        versions = versions.filter(organisation_id__in=actor.host_ids)
    named = dict(versions.order_by("number").values_list("experiment_id", "indicator_code"))
    return {pk: named.get(pk, "").strip() for pk in experiment_ids}


def experiment_recipients(*, actor: Actor, experiment: Experiment, on: date) -> tuple[int, ...]:
    """Returns the ids of the people to notify: the owner, else the people named for the action."""
    scope = scope_of_experiment(actor=actor, experiment=experiment, on=on)
    return (scope.owner_id,) if scope.owner_id else tuple(sorted(scope.stakeholders.lead_person_ids))


def experiment_by_number(*, actor: Actor, plan: Plan, number: int, on: date) -> ExperimentDetail:
    """Returns one experiment. Raises ``NotFound`` when it does not exist on that date or the actor may not read it."""
    # Checked first, so that an actor without access triggers the same queries whether or not the row exists.
    hide_unless(may_list_experiments(actor=actor, plan=plan))
    experiment = ensure_found(
        _with_related(Experiment.objects.filter(plan=plan, number=number, opened_on__lte=on)).first()
    )
    scope = _scope(experiment, _own_stakeholders(actor, experiment, on), on)
    hide_unless(may(actor, "evaluation.read", scope))
    return ExperimentDetail(
        experiment=experiment,
        summary=_summary(experiment, on),
        scope=scope,
        versions=tuple(each for each in experiment.versions.all() if each.written_on <= on),
        addenda=tuple(each for each in experiment.addenda.all() if each.added_on <= on),
        findings=tuple(each for each in experiment.findings.all() if each.found_on <= on),
        ownerships=tuple(each for each in experiment.ownerships.all() if each.since <= on),
    )


def scope_of_experiment(*, actor: Actor, experiment: Experiment, on: date) -> ExperimentScope:
    return _scope(experiment, _own_stakeholders(actor, experiment, on), on)


def _own_stakeholders(actor: Actor, experiment: Experiment, on: date) -> dict[ActionCode, ActionStakeholders]:
    """Stakeholders of the action of an experiment."""
    numbers = {ActionCode(experiment.plan_action.number)}
    return stakeholders_by_action(actor=actor, plan=experiment.plan, on=on, numbers=numbers)


def experiment_action_choices(*, actor: Actor, plan: Plan, on: date) -> list[tuple[str, str]]:
    """Returns the number and name of the actions for which the actor may open an experiment."""
    stakeholders = stakeholders_by_action(actor=actor, plan=plan, on=on)
    names = action_titles_by_number(actor=actor, plan=plan, on=on)
    return [
        (str(number), f"{number} {names.get(number, '')}".strip())
        for number, each in stakeholders.items()
        if may(actor, "evaluation.open", ExperimentScope(each))
    ]


def protocol_content(version: ProtocolVersion | None) -> ProtocolContent:
    """Returns a version as plain values; an empty protocol for None."""
    if version is None:
        return ProtocolContent()
    return ProtocolContent(**{name: _strip_trailing_zeros(getattr(version, name)) for name in PROTOCOL_FIELDS})


def _readable_summaries(actor: Actor, plan: Plan, on: date, queryset: QuerySet[Experiment]) -> list[ExperimentSummary]:
    """Returns the experiments open on that date that the actor may read. An empty list makes no further query."""
    experiments = list(queryset.filter(opened_on__lte=on))
    stakeholders = stakeholders_by_action(actor=actor, plan=plan, on=on) if experiments else {}
    return [_summary(each, on) for each in experiments if may(actor, "evaluation.read", _scope(each, stakeholders, on))]


def _strip_trailing_zeros(value: Any) -> Any:
    """Strips trailing zeros: the column stores four decimals, and « 10.0000 » becomes 10."""
    if not isinstance(value, Decimal):
        return value
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _with_related(queryset: QuerySet[Experiment]) -> QuerySet[Experiment]:
    related = ("versions", "ownerships__person", "findings", "addenda")
    return (
        queryset.select_related("plan", "plan_action")
        .prefetch_related(*related)
        .order_by("plan_action__number_order", "number")
    )


def _scope(experiment: Experiment, stakeholders: dict[ActionCode, ActionStakeholders], on: date) -> ExperimentScope:
    number = experiment.plan_action.number
    owner = _latest_row(each for each in experiment.ownerships.all() if each.since <= on)
    return ExperimentScope(
        stakeholders.get(number) or ActionStakeholders(experiment.organisation_id, number),
        owner.person_id if owner else None,
    )


def _summary(experiment: Experiment, on: date) -> ExperimentSummary:
    version = _latest_row(each for each in experiment.versions.all() if each.written_on <= on)
    owner = _latest_row(each for each in experiment.ownerships.all() if each.since <= on)
    finding = _latest_row(each for each in experiment.findings.all() if each.found_on <= on)
    content = protocol_content(version)
    person = owner.person if owner else None
    missing_parts = missing_protocol_parts(content, has_owner=person is not None)
    locked_on = experiment.locked_on if experiment.locked_on and experiment.locked_on <= on else None
    state = protocol_state(
        missing_parts,
        locked_on=locked_on,
        is_judged=finding is not None,
        is_withdrawn=experiment.withdrawn_on is not None and experiment.withdrawn_on <= on,
    )
    return ExperimentSummary(
        experiment_id=experiment.pk,
        number=experiment.number,
        title=experiment.title,
        action_number=experiment.plan_action.number,
        content=content,
        version=version.number if version else 0,
        written_on=version.written_on if version else None,
        state=state,
        missing=missing_parts,
        owner_id=person.pk if person else None,
        owner_name=str(person) if person else "",
        locked_on=locked_on,
        judgement=Judgement(finding.judgement) if finding else None,
        is_overdue=is_overdue(content, state, on),
        finding_value=FoundValue(_strip_trailing_zeros(finding.value), finding.found_on, finding.person_name)
        if finding
        else None,
    )


def _latest_row(rows: Iterable[Any]) -> Any:
    """Returns the row with the highest primary key; None without rows."""
    return max(rows, key=lambda each: each.pk, default=None)
