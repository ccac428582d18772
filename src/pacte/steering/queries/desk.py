"""What waits for someone: open rounds with their answers, and the milestones that slip. Of several plans at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from pacte.kernel.actor import Actor, Role
from pacte.plan.models import Plan, PlanVersion
from pacte.steering.models import Answer, Milestone, Remark, Round
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.leads import Led, LedAction
from pacte.steering.records import AnswerState, MilestoneState, RemarkKind, RoundState
from pacte.steering.rules.milestones import MilestoneFact, standings
from pacte.steering.rules.rounds import is_late


@dataclass(frozen=True, slots=True)
class DeskAnswer:
    """One action in an open round. ``is_mine``: it waits for the actor, by name, or for their organisation alone."""

    number: int
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
    """An open round. ``may_run``: the actor leads it; else only the actor's own answers are of use."""

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


@dataclass(frozen=True, slots=True)
class SlippingMilestone:
    """A milestone that is late or threatened. ``chain`` holds the names of what threatens it."""

    plan_code: str
    number: int
    title: str
    due_on: date
    state: MilestoneState
    days_late: int
    holds_up: int
    chain: tuple[str, ...]


def steered_versions(*, actor: Actor, on: date) -> list[PlanVersion]:
    """The version in force that day of each plan in whose steering the actor takes part, the latest plan first."""
    hosts = {post.host_id for post in actor.posts}
    found = PlanVersion.objects.filter(organisation_id__in=hosts, in_force_from__lte=on).select_related("plan")
    latest = {each.plan_id: each for each in found.order_by("in_force_from", "number")}
    seen = [each for each in latest.values() if may(actor, "round.read", SteeringScope(each.organisation_id))]
    return sorted(seen, key=lambda each: (-each.first_year, each.plan.code))


def open_rounds(
    *, actor: Actor, versions: Sequence[PlanVersion], on: date, led: Mapping[int, Led]
) -> list[DeskRound]:
    """The open rounds of these versions' plans, the first due first. Three queries, whatever their number.

    ``led`` is what ``led_actions_of`` gives for the same versions.
    """
    shown = {each.plan_id: each for each in versions if may(actor, "round.read", SteeringScope(each.organisation_id))}
    rounds = list(
        Round.objects.filter(plan_id__in=shown, state=RoundState.OPEN).select_related("plan").order_by("due_on", "pk")
    )
    answers: dict[int, list[Answer]] = {each.pk: [] for each in rounds}
    found = Answer.objects.filter(round__in=rounds).select_related("plan_action")
    for answer in found.defer("progress_text", "decision_asked").order_by("plan_action__number"):
        answers[answer.round_id].append(answer)
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
            answers=tuple(
                _answer(
                    actor,
                    answer,
                    led[shown[each.plan_id].pk].get(answer.plan_action.number),
                    reminded.get(answer.pk),
                    is_late(AnswerState(answer.state), each.due_on, on),
                )
                for answer in answers[each.pk]
            ),
        )
        for each in rounds
    ]


def slipping_milestones(*, actor: Actor, plans: Sequence[Plan], on: date) -> list[SlippingMilestone]:
    """Late ones first, those that hold up the most, then the longest late; then the threatened. Two queries."""
    shown = [each for each in plans if may(actor, "round.read", SteeringScope(each.organisation_id))]
    found = list(
        # What is over holds nobody up.
        Milestone.objects.filter(plan_action__plan__in=shown, done_on__isnull=True, dropped_on__isnull=True)
        .order_by("pk")
        .values_list(
            "pk", "plan_action__plan__code", "plan_action__number", "title", "due_on", "done_on", "dropped_on"
        )
    )
    after: dict[int, set[int]] = {}
    pairs = Milestone.objects.filter(
        plan_action__plan__in=shown, done_on__isnull=True, dropped_on__isnull=True, depends_on__isnull=False
    )
    for identifier, before in pairs.values_list("pk", "depends_on"):
        after.setdefault(identifier, set()).add(before)
    states = standings(
        (
            MilestoneFact(identifier, due_on, done_on, dropped_on, frozenset(after.get(identifier, ())))
            for identifier, _, _, _, due_on, done_on, dropped_on in found
        ),
        on,
    )
    titles = {identifier: f"{number} · {title}" for identifier, _, number, title, *_ in found}
    lines = [
        SlippingMilestone(
            plan_code=code,
            number=number,
            title=title,
            due_on=due_on,
            state=states[identifier].state,
            days_late=states[identifier].days_late,
            holds_up=states[identifier].holds_up,
            chain=tuple(titles[each] for each in states[identifier].chain),
        )
        for identifier, code, number, title, due_on, _, _ in found
        if states[identifier].state in (MilestoneState.LATE, MilestoneState.THREATENED)
    ]
    return sorted(
        lines,
        key=lambda line: (line.state is not MilestoneState.LATE, -line.holds_up, -line.days_late, line.due_on),
    )


def _answer(
    actor: Actor, answer: Answer, led: LedAction | None, reminded_at: datetime | None, late: bool
) -> DeskAnswer:
    holder = led.asked(answer.person_id) if led else None
    return DeskAnswer(
        number=answer.plan_action.number,
        name=led.name if led else f"Action {answer.plan_action.number}",
        lead=led.lead_name if led else answer.lead_name,
        person=holder.name if holder else "",
        person_id=holder.person_id if holder else None,
        state=AnswerState(answer.state),
        sent_at=answer.sent_at,
        reminded_at=reminded_at,
        is_mine=led is not None and _is_mine(actor, led),
        is_named=holder is not None and holder.person_id == actor.person_id,
        is_late=late,
    )


def _is_mine(actor: Actor, led: LedAction) -> bool:
    """By name; and while nobody is named, for the organisation that leads. The right to answer may reach further."""
    if led.holders:
        return actor.person_id in led.scope.person_ids
    own = Actor(actor.person_id, actor.name, tuple(post for post in actor.posts if post.role is Role.ACTION_LEAD))
    return may(own, "round.answer", led.scope)
