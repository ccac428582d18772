"""Rounds: the list, and one round, computed while open and read from its snapshot once closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import Conflict, ensure_found, hide_unless
from pacte.plan.models import Plan, PlanVersion
from pacte.plan.queries import version_on
from pacte.steering.models import Remark, Round, RoundAnswer
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.leads import LedAction, led_actions
from pacte.steering.queries.tracking import declared_values_by_action, milestones_by_action, risks_by_action
from pacte.steering.records import (
    ActionAnswer,
    AnswerRemark,
    AnswerState,
    RemarkKind,
    RoundSnapshot,
    RoundState,
    RoundTopic,
    Weather,
)
from pacte.steering.rules.serialisation import round_from_json

_ANSWERED = (AnswerState.SENT, AnswerState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """A round in a list."""

    round_id: int
    number: int
    label: str
    state: RoundState
    opened_on: date
    due_on: date
    committee_on: date
    action_count: int
    answered_count: int

    @property
    def is_open(self) -> bool:
        return self.state is RoundState.OPEN


def round_summaries(*, actor: Actor, plan: Plan, known_at: datetime | None = None) -> list[RoundSummary]:
    """Returns the rounds of a plan, latest first; empty without permission.

    ``known_at``: as they stood at that instant. An answer that was sent again since counts from its last sending.
    """
    if not may(actor, "round.read", SteeringScope(host_id=plan.organisation_id)):
        return []
    is_answered = Q(answers__state__in=_ANSWERED)
    rounds = Round.objects.filter(plan=plan)
    if known_at is not None:
        rounds = rounds.filter(opened_on__lte=paris_date(known_at))
        is_answered = Q(answers__sent_at__lte=known_at)
    rounds = rounds.annotate(asked_count=Count("answers"), answered_count=Count("answers", filter=is_answered))
    return [
        RoundSummary(
            round_id=each.pk,
            number=each.number,
            label=each.label,
            state=_state_at(each, known_at),
            opened_on=each.opened_on,
            due_on=each.due_on,
            committee_on=each.committee_on,
            action_count=each.asked_count,
            answered_count=each.answered_count,
        )
        for each in rounds.defer("frozen").order_by("-number")
    ]


def _state_at(each: Round, known_at: datetime | None) -> RoundState:
    was_open = known_at is not None and each.closed_at is not None and each.closed_at > known_at
    return RoundState.OPEN if was_open else RoundState(each.state)


def latest_open_round(*, actor: Actor, plan: Plan) -> tuple[int, str] | None:
    """Returns the id and label of the latest open round; None without one or without permission."""
    if not may(actor, "round.read", SteeringScope(host_id=plan.organisation_id)):
        return None
    open_rounds = Round.objects.filter(plan=plan, state=RoundState.OPEN).order_by("-number")
    return open_rounds.values_list("pk", "label").first()


def round_by_id(*, actor: Actor, round_id: int) -> Round:
    """Returns a round. Raises ``NotFound`` when it does not exist or the actor may not read it."""
    target_round = ensure_found(Round.objects.select_related("plan").filter(pk=round_id).first())
    hide_unless(may(actor, "round.read", SteeringScope(host_id=target_round.organisation_id)))
    return target_round


def closed_round_snapshot(*, actor: Actor, plan: Plan, number: int) -> RoundSnapshot:
    """Returns the snapshot of a closed round. Raises ``NotFound``, or ``Conflict`` while the round is open."""
    target_round = ensure_found(Round.objects.filter(plan=plan, number=number).first())
    hide_unless(may(actor, "round.read", SteeringScope(host_id=target_round.organisation_id)))
    if target_round.frozen is None:
        raise Conflict(
            "round_open",
            f"Le tour {number} est encore ouvert.",
            "Un tour n’est figé qu’à sa clôture.",
            "Clôturez-le d’abord, depuis la page du tour.",
        )
    return round_from_json(target_round.frozen)


def requested_decisions(*, actor: Actor, plan: Plan) -> tuple[ActionAnswer, ...]:
    """Returns the answers of the latest closed round that request a decision from the committee."""
    if not may(actor, "round.read", SteeringScope(host_id=plan.organisation_id)):
        return ()
    latest = Round.objects.filter(plan=plan, state=RoundState.CLOSED).order_by("-number").first()
    return round_from_json(latest.frozen).decisions_asked if latest and latest.frozen else ()


def round_snapshot(
    *, actor: Actor, target_round: Round, on: date | None = None, is_brief: bool = False
) -> RoundSnapshot:
    """Returns the snapshot of a round: frozen if closed, else computed for that date. Constant number of queries.

    ``is_brief`` skips the figures and risks of an open round, for a list of who answered.
    """
    if target_round.frozen is not None:
        return round_from_json(target_round.frozen)
    day = on or today()
    version = version_on(actor=actor, plan=target_round.plan, on=day)
    led = led_actions(actor=actor, version=version, on=day)
    return build_round_snapshot(
        actor=actor, target_round=target_round, version=version, led=led, on=day, is_brief=is_brief
    )


def build_round_snapshot(
    *,
    actor: Actor,
    target_round: Round,
    version: PlanVersion,
    led: dict[ActionCode, LedAction],
    on: date,
    number: ActionCode | None = None,
    is_brief: bool = False,
) -> RoundSnapshot:
    """Builds a snapshot from the tables, for one action if ``number``; ``is_brief`` skips figures and risks."""
    answers = RoundAnswer.objects.filter(round=target_round).select_related("plan_action", "person")
    if number is not None:
        answers = answers.filter(plan_action__number=number)
    answer_rows = list(answers.order_by("plan_action__number_order"))
    numbers = {each.plan_action.number for each in answer_rows}
    number_filter = numbers if number is not None else None
    milestones = milestones_by_action(actor=actor, plan=target_round.plan, on=on, numbers=number_filter)
    values = (
        {}
        if is_brief
        else declared_values_by_action(
            actor=actor, plan=target_round.plan, known_at=target_round.closed_at, numbers=number_filter
        )
    )
    risks = {} if is_brief else risks_by_action(actor=actor, plan=target_round.plan, on=on, numbers=number_filter)
    remarks = _remarks_by_answer(answer_rows)
    return RoundSnapshot(
        round_id=target_round.pk,
        plan_code=target_round.plan.code,
        plan_title=target_round.plan.title,
        version_number=version.number,
        version_label=version.label,
        number=target_round.number,
        label=target_round.label,
        asked=target_round.instructions,
        topics=tuple(RoundTopic(each) for each in target_round.topics),
        opened_on=target_round.opened_on,
        due_on=target_round.due_on,
        committee_on=target_round.committee_on,
        state=RoundState(target_round.state),
        opened_by=target_round.opened_by_name,
        as_of=on,
        closed_at=target_round.closed_at,
        closed_by=target_round.closed_by_name,
        answers=tuple(
            _action_answer(
                each,
                led.get(each.plan_action.number),
                milestones=tuple(milestones.get(each.plan_action.number, ())),
                values=tuple(values.get(each.plan_action.number, ())),
                risks=tuple(risks.get(each.plan_action.number, ())),
                remarks=tuple(remarks[each.pk]),
            )
            for each in answer_rows
        ),
    )


def _action_answer(answer: RoundAnswer, led: LedAction | None, **details: tuple[object, ...]) -> ActionAnswer:
    respondent = led.respondent(answer.person_id) if led else None
    return ActionAnswer(
        number=answer.plan_action.number,
        title=led.title if led else f"Action {answer.plan_action.number}",
        short_title=led.short_title if led else "",
        axis_code=led.axis_code if led else "",
        lead=led.lead_name if led else answer.lead_name,
        person=respondent.name if respondent else "",
        state=AnswerState(answer.state),
        weather=Weather(answer.weather),
        weather_word=answer.weather_word,
        weather_on=answer.weather_on,
        weather_by=answer.weather_by_name,
        progress=answer.progress_text,
        decision_asked=answer.decision_asked,
        sent_at=answer.sent_at,
        sent_by=answer.sent_by_name,
        answer_id=answer.pk,
        **details,  # type: ignore[arg-type]
    )


def _remarks_by_answer(answers: list[RoundAnswer]) -> defaultdict[int, list[AnswerRemark]]:
    remarks_by_answer: defaultdict[int, list[AnswerRemark]] = defaultdict(list)
    for each in Remark.objects.filter(answer__in=answers).order_by("at", "pk"):
        answer_remark = AnswerRemark(RemarkKind(each.kind), each.about, each.text, each.at, each.person_name)
        remarks_by_answer[each.answer_id].append(answer_remark)
    return remarks_by_answer
