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
from pacte.steering.models import Answer, Milestone, Remark, Round
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.leads import Led, LedAction
from pacte.steering.records import AnswerState, MilestoneState, RemarkKind, RoundState
from pacte.steering.rules.milestones import MilestoneFact, Standing, standings
from pacte.steering.rules.rounds import is_late


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


class SlippingMilestone(NamedTuple):
    """A late or threatened milestone. ``chain`` holds the labels of the milestones that threaten it."""

    plan_code: str
    number: ActionCode
    title: str
    due_on: date
    standing: Standing
    chain: tuple[str, ...]

    @property
    def state(self) -> MilestoneState:
        return self.standing.state

    @property
    def days_late(self) -> int:
        return self.standing.days_late

    @property
    def holds_up(self) -> int:
        return self.standing.holds_up


class _Given(NamedTuple):
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
    found = PlanVersion.objects.filter(organisation_id__in=hosts, in_force_from__lte=on).select_related("plan")
    latest = {each.plan_id: each for each in found.order_by("in_force_from", "number")}
    seen = [each for each in latest.values() if may(actor, "round.read", SteeringScope(each.organisation_id))]
    return sorted(seen, key=lambda each: (-each.first_year, each.plan.code))


def open_rounds(*, actor: Actor, versions: Sequence[PlanVersion], on: date, led: Mapping[int, Led]) -> list[DeskRound]:
    """Returns the open rounds of the plans of these versions, earliest due date first. Three queries.

    ``led`` is the result of ``led_actions_by_version`` for the same versions.
    """
    shown = {each.plan_id: each for each in versions if may(actor, "round.read", SteeringScope(each.organisation_id))}
    rounds = list(
        Round.objects.filter(plan_id__in=shown, state=RoundState.OPEN).select_related("plan").order_by("due_on", "pk")
    )
    answers: dict[int, list[_Given]] = {each.pk: [] for each in rounds}
    found = Answer.objects.filter(round__in=rounds).order_by("plan_action__number_order")
    for given in found.values_list(
        "round_id", "pk", "plan_action__number", "lead_name", "person_id", "state", "sent_at"
    ):
        answers[given[0]].append(_Given(*given))
    reminded = dict(
        Remark.objects.filter(answer__round__in=rounds, kind=RemarkKind.REMINDER)
        .values_list("answer_id")
        .annotate(last=Max("at"))
    )
    return [
        DeskRound(
            round_id=each.pk,
            plan_code=each.plan.code,
            plan_title=each.plan.title,
            label=each.label,
            due_on=each.due_on,
            committee_on=each.committee_on,
            may_run=may(actor, "round.review", SteeringScope(each.organisation_id)),
            answers=tuple(_answers(actor, each, answers[each.pk], led[shown[each.plan_id].pk], reminded, on)),
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
    found = [
        _Milestone(*row)
        for row in open_ones.values_list("pk", "plan_action__plan_id", "plan_action__number", "title", "due_on")
    ]
    after: dict[int, set[int]] = defaultdict(set)
    for identifier, before in open_ones.filter(depends_on__isnull=False).values_list("pk", "depends_on"):
        after[identifier].add(before)
    facts = (MilestoneFact(each.pk, each.due_on, after=frozenset(after.get(each.pk, ()))) for each in found)
    known = standings(facts, on)
    by_pk = {each.pk: each for each in found}
    late = [
        (standing, each)
        for each in found
        if (standing := known[each.pk]).state is MilestoneState.LATE or standing.state is MilestoneState.THREATENED
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
            standing=standing,
            chain=tuple([by_pk[one].said for one in standing.chain]),
        )
        for standing, each in late
    ]


class _Milestone(NamedTuple):
    pk: int
    plan_id: int
    number: ActionCode
    title: str
    due_on: date

    @property
    def said(self) -> str:
        return f"{self.number} · {self.title}"


_STATES = {each.value: each for each in AnswerState}


def _answers(
    actor: Actor, found: Round, given: Sequence[_Given], led: Led, reminded: Mapping[int, datetime], on: date
) -> Iterator[DeskAnswer]:
    for answer in given:
        action = led.get(answer.number)
        holder = action.asked(answer.person_id) if action else None
        state = _STATES[answer.state]
        yield DeskAnswer(
            number=answer.number,
            name=action.name if action else f"Action {answer.number}",
            lead=action.lead_name if action else answer.lead_name,
            person=holder.name if holder else "",
            person_id=holder.person_id if holder else None,
            state=state,
            sent_at=answer.sent_at,
            reminded_at=reminded.get(answer.answer_id),
            is_mine=action is not None and _is_mine(actor, action),
            is_named=holder is not None and holder.person_id == actor.person_id,
            is_late=is_late(state, found.due_on, on),
        )


def _is_mine(actor: Actor, led: LedAction) -> bool:
    """True for the people named; when nobody is named, for the leading organisation. More people may have the
    permission to answer.
    """
    if led.holders:
        return any(each.person_id == actor.person_id for each in led.holders)
    own = Actor(actor.person_id, actor.name, tuple(post for post in actor.memberships if post.role is Role.ACTION_LEAD))
    return may(own, "round.answer", led.scope)
