"""Pending work for a desk, over several plans: open rounds with their answers, and slipping milestones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor, Role
from pacte.plan.models import Plan, PlanVersion
from pacte.steering.models import Milestone, Remark, Round, RoundAnswer
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.leads import LedAction, LedActions
from pacte.steering.records import AnswerState, MilestoneState, RemarkKind, RoundState
from pacte.steering.rules.milestone_status import MilestoneNode, MilestoneStatus, milestone_statuses
from pacte.steering.rules.rounds import is_answer_late


class DeskAnswer(NamedTuple):
    """One action in an open round. ``is_mine``: the actor is named, or nobody is and their organisation leads."""

    number: ActionCode
    name: str
    lead: str
    person: str
    person_id: int | None
    state: AnswerState
    sent_at: datetime | None
    reminded_at: datetime | None
    is_mine: bool
    is_named: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class DeskRound:
    """An open round. ``may_run``: the actor runs it; otherwise only the actor's own answers are relevant."""

    round_id: int
    number: int
    plan_code: str
    plan_title: str
    label: str
    due_on: date
    committee_on: date
    may_run: bool
    answers: tuple[DeskAnswer, ...]

    def in_states(self, *states: AnswerState) -> tuple[DeskAnswer, ...]:
        return tuple(each for each in self.answers if each.state in states)

    @property
    def answered(self) -> tuple[DeskAnswer, ...]:
        return self.in_states(AnswerState.SENT, AnswerState.ACCEPTED)

    @property
    def silent(self) -> tuple[DeskAnswer, ...]:
        return self.in_states(AnswerState.AWAITED, AnswerState.STARTED, AnswerState.RETURNED)

    @property
    def owed(self) -> tuple[DeskAnswer, ...]:
        """Answers that the actor has still to give."""
        return tuple(each for each in self.silent if each.is_mine)

    def is_to_close(self, on: date) -> bool:
        return self.may_run and self.due_on < on

    def task_count(self, on: date) -> int:
        """Answers that the actor owes; for whoever runs the round, those to review, and closing it once it is due."""
        to_review = len(self.in_states(AnswerState.SENT)) if self.may_run else 0
        return len(self.owed) + to_review + int(self.is_to_close(on))


class SlippingMilestone(NamedTuple):
    """A late or threatened milestone. ``chain`` holds the labels of the milestones that threaten it."""

    plan_code: str
    number: ActionCode
    title: str
    due_on: date
    status: MilestoneStatus
    chain: tuple[str, ...]

    @property
    def state(self) -> MilestoneState:
        return self.status.state

    @property
    def days_late(self) -> int:
        return self.status.days_late

    @property
    def holds_up(self) -> int:
        return self.status.holds_up


class _AnswerRow(NamedTuple):
    """The columns of an answer needed by a desk."""

    round_id: int
    answer_id: int
    number: ActionCode
    lead_name: str
    person_id: int | None
    state: str
    sent_at: datetime | None


def steered_versions(*, actor: Actor, on: date) -> list[PlanVersion]:
    """Returns the version in force of each plan whose rounds the actor may read, latest plan first."""
    hosts = {post.host_id for post in actor.memberships}
    versions = PlanVersion.objects.filter(organisation_id__in=hosts, in_force_from__lte=on).select_related("plan")
    latest = {each.plan_id: each for each in versions.order_by("in_force_from", "number")}
    readable = [each for each in latest.values() if may(actor, "round.read", SteeringScope(each.organisation_id))]
    return sorted(readable, key=lambda each: (-each.first_year, each.plan.code))


def open_rounds(
    *, actor: Actor, versions: Sequence[PlanVersion], on: date, led: Mapping[int, LedActions]
) -> list[DeskRound]:
    """Returns the open rounds of the plans of these versions, earliest due date first. Three queries.

    ``led`` is the result of ``led_actions_by_version`` for the same versions.
    """
    version_by_plan = {
        each.plan_id: each for each in versions if may(actor, "round.read", SteeringScope(each.organisation_id))
    }
    rounds = list(
        Round.objects.filter(plan_id__in=version_by_plan, state=RoundState.OPEN)
        .select_related("plan")
        .order_by("due_on", "pk")
    )
    answers: dict[int, list[_AnswerRow]] = {each.pk: [] for each in rounds}
    answer_rows = RoundAnswer.objects.filter(round__in=rounds).order_by("plan_action__number_order")
    for columns in answer_rows.values_list(
        "round_id", "pk", "plan_action__number", "lead_name", "person_id", "state", "sent_at"
    ):
        answers[columns[0]].append(_AnswerRow(*columns))
    last_reminders = dict(
        Remark.objects.filter(answer__round__in=rounds, kind=RemarkKind.REMINDER)
        .values_list("answer_id")
        .annotate(last=Max("at"))
    )
    return [
        DeskRound(
            round_id=each.pk,
            number=each.number,
            plan_code=each.plan.code,
            plan_title=each.plan.title,
            label=each.label,
            due_on=each.due_on,
            committee_on=each.committee_on,
            may_run=may(actor, "round.review", SteeringScope(each.organisation_id)),
            answers=tuple(
                _desk_answers(actor, each, answers[each.pk], led[version_by_plan[each.plan_id].pk], last_reminders, on)
            ),
        )
        for each in rounds
    ]


def slipping_milestones(*, actor: Actor, plans: Sequence[Plan], on: date) -> list[SlippingMilestone]:
    """Returns late, then threatened milestones; most blocking first, then longest late. Two queries."""
    codes = {each.pk: each.code for each in plans if may(actor, "round.read", SteeringScope(each.organisation_id))}
    # Closed milestones block nothing.
    open_ones = Milestone.objects.filter(
        plan_action__plan_id__in=codes, done_on__isnull=True, dropped_on__isnull=True
    ).order_by("pk")
    milestones = [
        _MilestoneRow(*row)
        for row in open_ones.values_list("pk", "plan_action__plan_id", "plan_action__number", "title", "due_on")
    ]
    after: dict[int, set[int]] = defaultdict(set)
    for identifier, before in open_ones.filter(depends_on__isnull=False).values_list("pk", "depends_on"):
        after[identifier].add(before)
    facts = (MilestoneNode(each.pk, each.due_on, after=frozenset(after.get(each.pk, ()))) for each in milestones)
    statuses = milestone_statuses(facts, on)
    by_pk = {each.pk: each for each in milestones}
    late = [
        (status, each)
        for each in milestones
        if (status := statuses[each.pk]).state is MilestoneState.LATE or status.state is MilestoneState.THREATENED
    ]
    late.sort(
        key=lambda one: (one[0].state is not MilestoneState.LATE, -one[0].holds_up, -one[0].days_late, one[1].due_on)
    )
    return [
        SlippingMilestone(
            plan_code=codes[each.plan_id],
            number=each.number,
            title=each.title,
            due_on=each.due_on,
            status=status,
            chain=tuple([by_pk[one].label for one in status.chain]),
        )
        for status, each in late
    ]


class _MilestoneRow(NamedTuple):
    pk: int
    plan_id: int
    number: ActionCode
    title: str
    due_on: date

    @property
    def label(self) -> str:
        return f"{self.number} · {self.title}"


_ANSWER_STATES = {each.value: each for each in AnswerState}


def _desk_answers(
    actor: Actor,
    target_round: Round,
    rows: Sequence[_AnswerRow],
    led: LedActions,
    last_reminders: Mapping[int, datetime],
    on: date,
) -> Iterator[DeskAnswer]:
    for answer in rows:
        action = led.get(answer.number)
        respondent = action.respondent(answer.person_id) if action else None
        state = _ANSWER_STATES[answer.state]
        yield DeskAnswer(
            number=answer.number,
            name=action.name if action else f"Action {answer.number}",
            lead=action.lead_name if action else answer.lead_name,
            person=respondent.name if respondent else "",
            person_id=respondent.person_id if respondent else None,
            state=state,
            sent_at=answer.sent_at,
            reminded_at=last_reminders.get(answer.answer_id),
            is_mine=action is not None and _is_mine(actor, action),
            is_named=respondent is not None and respondent.person_id == actor.person_id,
            is_late=is_answer_late(state, target_round.due_on, on),
        )


def _is_mine(actor: Actor, led: LedAction) -> bool:
    """True for the people named; when nobody is named, for the leading organisation. More people may have the
    permission to answer.
    """
    if led.people:
        return any(each.person_id == actor.person_id for each in led.people)
    own = Actor(actor.person_id, actor.name, tuple(post for post in actor.memberships if post.role is Role.ACTION_LEAD))
    return may(own, "round.answer", led.scope)
