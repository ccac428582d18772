"""Decisions with their status as of a date: the register, one decision, those of an action, those pending.

Three queries, whatever the number of decisions: a status is folded from the events, never stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from pacte.accounts.queries import organisation_names
from pacte.accounts.records import display_name
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.kernel.responsibility import Assignment
from pacte.plan.models import Plan
from pacte.steering.models import Committee, Decision, DecisionEvent
from pacte.steering.permissions import SteeringScope, decision_scope, may
from pacte.steering.records.enums import CommitteeState, DecisionEventKind
from pacte.steering.records.meetings import DecisionEventRow, DecisionsDue, DecisionStatus, DecisionSummary, DueDecision
from pacte.steering.rules.decision_status import decision_status, group_due_decisions, sorted_events


class _DecisionRow(NamedTuple):
    """The columns of a decision. A register has hundreds of rows, so no model instances are created."""

    pk: int
    plan_id: int
    organisation_id: int
    number: int
    text: str
    owner_id: int | None
    owner_body_id: int | None
    due_on: date | None
    expected_effect: str
    check_on: date | None
    plan_code: str
    committee_number: int
    committee_title: str
    held_on: date
    committee_state: str
    first_name: str | None
    last_name: str | None
    email: str | None

    @property
    def owner(self) -> str:
        return display_name(self.first_name, self.last_name, self.email)


_COLUMNS = (
    "pk", "plan_id", "organisation_id", "number", "text", "owner_id", "owner_body_id", "due_on", "expected_effect",
    "check_on", "plan__code", "committee__number", "committee__title", "committee__held_on", "committee__state",
    "owner__first_name", "owner__last_name", "owner__email",
)  # fmt: skip


def decision_summaries(*, actor: Actor, plan: Plan, on: date) -> list[DecisionSummary]:
    """Returns the decisions of a plan that the actor may read, latest first, with their status at the end of ``on``."""
    return _summaries_taken_by(actor, Decision.objects.filter(plan=plan), on)


def _summaries_taken_by(actor: Actor, queryset: QuerySet[Decision], on: date) -> list[DecisionSummary]:
    return _summaries(_readable_rows(actor, queryset.filter(committee__held_on__lte=on).order_by("-number")), on)


def decision_by_number(*, actor: Actor, plan: Plan, number: int) -> Decision:
    """Returns a decision. Raises ``NotFound`` when it does not exist or the actor may not read it."""
    # Defer the large frozen columns of the committee.
    queryset = Decision.objects.select_related("plan", "committee", "owner")
    decision = ensure_found(
        queryset.defer("committee__frozen", "committee__statement").filter(plan=plan, number=number).first()
    )
    hide_unless(_may_read(actor, decision))
    return decision


def decision_summary(*, actor: Actor, decision: Decision, on: date) -> DecisionSummary:
    """Returns one decision with its status. Raises ``NotFound``."""
    rows = _readable_rows(actor, Decision.objects.filter(pk=decision.pk))
    hide_unless(rows)
    return _summaries(rows, on)[0]


def decisions_of_committee(*, actor: Actor, committee_id: int, on: date) -> list[DecisionSummary]:
    """Returns the decisions of one committee, by number."""
    return _summaries(_readable_rows(actor, Decision.objects.filter(committee_id=committee_id).order_by("number")), on)


def decided_answer_ids(*, actor: Actor, committee: Committee) -> frozenset[int]:
    """Returns the ids of the answers whose requested decision this committee has taken."""
    if not may(actor, "committee.read", SteeringScope(host_id=committee.organisation_id)):
        return frozenset()
    decisions_with_request = Decision.objects.filter(committee=committee, asked_by__isnull=False)
    return frozenset(decisions_with_request.values_list("asked_by_id", flat=True))


def decisions_of_action(*, actor: Actor, plan: Plan, number: ActionCode, on: date) -> list[DecisionSummary]:
    """Returns the decisions about one action, latest first."""
    about = Decision.objects.filter(plan=plan, plan_actions__number=number)
    return _summaries_taken_by(actor, Decision.objects.filter(pk__in=about.values("pk")), on)


def is_action_decided(*, plan_action_id: int) -> bool:
    """Returns True when a committee took a decision on the action that was not abandoned since."""
    abandoned = DecisionEvent.objects.filter(decision=OuterRef("pk"), kind=DecisionEventKind.ABANDONED)
    return Decision.objects.filter(~Exists(abandoned), plan_actions=plan_action_id).exists()


def own_decisions_due(*, actor: Actor, plan: Plan, on: date) -> DecisionsDue[DueDecision]:
    """Returns the decisions that are late, to check or due soon, and of which the actor is the owner in person."""
    own = Decision.objects.filter(owner_id=actor.person_id)
    return _due_by_plan(actor, own, [plan], on)[plan.pk]


def decisions_due_by_plan(*, actor: Actor, plans: Sequence[Plan], on: date) -> dict[int, DecisionsDue[DueDecision]]:
    """Returns the decisions of each plan that are late, to check or due soon, by plan id, for the pilot's desk."""
    return _due_by_plan(actor, Decision.objects.all(), plans, on)


def _due_by_plan(
    actor: Actor, decisions: QuerySet[Decision], plans: Sequence[Plan], on: date
) -> dict[int, DecisionsDue[DueDecision]]:
    open_decisions = _without_closed(decisions.filter(plan__in=plans, committee__held_on__lte=on), on)
    rows = _readable_rows(actor, open_decisions.order_by("-number"))
    names, events = _body_names(rows, on), _events_by_decision([each.pk for each in rows])
    by_plan: dict[int, list[DueDecision]] = {plan.pk: [] for plan in plans}
    for each in rows:
        body = names.get(each.owner_body_id or 0, "")
        status = _status(each, events[each.pk], on)
        by_plan[each.plan_id].append(DueDecision(each.number, each.text, each.owner, each.owner_id, body, status))
    return {identifier: group_due_decisions(lines, on) for identifier, lines in by_plan.items()}


def decision_assignments_of(*, actor: Actor, person_id: int, on: date) -> tuple[Assignment, ...]:
    """Returns the open decisions owned by one person, in every plan, to hand over when the person leaves."""
    rows = _readable_rows(actor, Decision.objects.filter(owner_id=person_id).order_by("plan__code", "number"))
    return tuple(
        Assignment(
            kind="decision",
            identifier=str(line.decision_id),
            label=f"{line.ref} : {line.text}",
            organisation_id=decision.owner_body_id or decision.organisation_id,
            since=line.decided_on,
            plan_code=decision.plan_code,
        )
        for decision, line in zip(rows, _summaries(rows, on), strict=True)
        if not line.status.is_closed
    )


def _may_read(actor: Actor, row: Decision | _DecisionRow) -> bool:
    scope = decision_scope(row.organisation_id, row.owner_id, row.owner_body_id, by_all=True)
    return may(actor, "decision.read", scope)


def _readable_rows(actor: Actor, queryset: QuerySet[Decision]) -> list[_DecisionRow]:
    """Returns the rows that the actor may read. One query."""
    return [each for row in queryset.values_list(*_COLUMNS) if _may_read(actor, each := _DecisionRow(*row))]


def _without_closed(queryset: QuerySet[Decision], on: date) -> QuerySet[Decision]:
    """Excludes decisions closed by that date: after some years most of the register, with nothing due."""
    events = DecisionEvent.objects.filter(decision=OuterRef("pk"), happened_on__lte=on)
    last = events.exclude(kind=DecisionEventKind.POSTPONED).order_by("-happened_on", "-recorded_at", "-pk")
    closed = (DecisionEventKind.EFFECT_SEEN, DecisionEventKind.ABANDONED)
    return queryset.annotate(last_kind=Subquery(last.values("kind")[:1])).exclude(last_kind__in=closed)


def _summaries(rows: Sequence[_DecisionRow], on: date) -> list[DecisionSummary]:
    names = _body_names(rows, on)
    keys = [each.pk for each in rows]
    actions, events = _actions_by_decision(keys), _events_by_decision(keys)
    return [_summary(each, names, actions[each.pk], tuple(sorted_events(events[each.pk])), on) for each in rows]


def _summary(
    row: _DecisionRow,
    names: dict[int, str],
    actions: Iterable[ActionCode],
    events: tuple[DecisionEventRow, ...],
    on: date,
) -> DecisionSummary:
    return DecisionSummary(
        decision_id=row.pk,
        number=row.number,
        text=row.text,
        actions=tuple(sorted(actions)),
        owner=row.owner,
        owner_id=row.owner_id,
        owner_body=names.get(row.owner_body_id or 0, ""),
        owner_body_id=row.owner_body_id,
        decided_on=row.held_on,
        committee_number=row.committee_number,
        committee_title=row.committee_title,
        due_on=row.due_on,
        expected_effect=row.expected_effect,
        check_on=row.check_on,
        status=_status(row, events, on),
        steps=events,
        is_issued=row.committee_state == CommitteeState.ISSUED,
    )


def _status(row: _DecisionRow, events: Iterable[DecisionEventRow], on: date) -> DecisionStatus:
    return decision_status(events, taken_on=row.held_on, due_on=row.due_on, check_on=row.check_on, on=on)


def _body_names(rows: Sequence[_DecisionRow], on: date) -> dict[int, str]:
    """Returns the organisation names, when one of the rows has an owning organisation."""
    return organisation_names(on=on) if any(each.owner_body_id for each in rows) else {}


def _actions_by_decision(decisions: Sequence[int]) -> defaultdict[int, list[ActionCode]]:
    """Returns the action numbers by decision id."""
    numbers_by_decision: defaultdict[int, list[ActionCode]] = defaultdict(list)
    links = Decision.plan_actions.through.objects.filter(decision__in=decisions)
    for identifier, number in links.values_list("decision_id", "planaction__number"):
        numbers_by_decision[identifier].append(number)
    return numbers_by_decision


def _events_by_decision(decisions: Sequence[int]) -> defaultdict[int, list[DecisionEventRow]]:
    """Returns the events by decision id, in recording order."""
    events_by_decision: defaultdict[int, list[DecisionEventRow]] = defaultdict(list)
    events = DecisionEvent.objects.filter(decision__in=decisions).order_by("pk")
    for identifier, kind, happened_on, recorded_at, note, due_on, check_on, by in events.values_list(
        "decision_id", "kind", "happened_on", "recorded_at", "note", "due_on", "check_on", "person_name"
    ):
        events_by_decision[identifier].append(
            DecisionEventRow(_EVENT_KINDS[kind], happened_on, recorded_at, note, due_on, check_on, by)
        )
    return events_by_decision


_EVENT_KINDS = {each.value: each for each in DecisionEventKind}
