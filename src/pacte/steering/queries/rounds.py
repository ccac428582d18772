"""Rounds: the list, and one round, computed while open and read from its snapshot once closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound
from pacte.plan.models import Plan, PlanVersion
from pacte.plan.queries import version_on
from pacte.steering.models import Answer, Remark, Round
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.following import milestone_lines, risk_lines, value_lines
from pacte.steering.queries.leads import LedAction, led_actions
from pacte.steering.records import (
    ActionAnswer,
    AnswerState,
    FrozenRound,
    RemarkKind,
    RemarkLine,
    RoundState,
    Topic,
    Weather,
)
from pacte.steering.rules.freezing import from_plain

_ANSWERED = (AnswerState.SENT, AnswerState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list."""

    round_id: int
    number: int
    label: str
    state: RoundState
    opened_on: date
    due_on: date
    committee_on: date
    asked_count: int
    answered_count: int

    @property
    def is_open(self) -> bool:
        return self.state is RoundState.OPEN


def round_lines(*, actor: Actor, plan: Plan) -> list[RoundLine]:
    """Returns the rounds of a plan, latest first; empty without permission."""
    if not may(actor, "round.read", SteeringScope(host_id=plan.organisation_id)):
        return []
    found = Round.objects.filter(plan=plan).annotate(
        asked_count=Count("answers"), answered_count=Count("answers", filter=Q(answers__state__in=_ANSWERED))
    )
    return [
        RoundLine(
            round_id=each.pk,
            number=each.number,
            label=each.label,
            state=RoundState(each.state),
            opened_on=each.opened_on,
            due_on=each.due_on,
            committee_on=each.committee_on,
            asked_count=each.asked_count,
            answered_count=each.answered_count,
        )
        for each in found.defer("frozen").order_by("-number")
    ]


def running_round(*, actor: Actor, plan: Plan) -> tuple[int, str] | None:
    """Returns the id and label of the latest open round; None without one or without permission."""
    if not may(actor, "round.read", SteeringScope(host_id=plan.organisation_id)):
        return None
    found = Round.objects.filter(plan=plan, state=RoundState.OPEN).order_by("-number")
    return found.values_list("pk", "label").first()


def round_by_id(*, actor: Actor, round_id: int) -> Round:
    """Returns a round. Raises ``NotFound`` when it does not exist or the actor may not read it."""
    found = Round.objects.select_related("plan").filter(pk=round_id).first()
    if found is None or not may(actor, "round.read", SteeringScope(host_id=found.organisation_id)):
        raise NotFound
    return found


def frozen_round(*, actor: Actor, plan: Plan, number: int) -> FrozenRound:
    """Returns the snapshot of a closed round. Raises ``NotFound``, or ``Conflict`` while the round is open."""
    found = Round.objects.filter(plan=plan, number=number).first()
    if found is None or not may(actor, "round.read", SteeringScope(host_id=found.organisation_id)):
        raise NotFound
    if found.frozen is None:
        raise Conflict(
            "round_open",
            f"Le tour {number} est encore ouvert.",
            "Un tour n’est figé qu’à sa clôture.",
            "Clôturez-le d’abord, depuis la page du tour.",
        )
    return from_plain(found.frozen)


def open_decisions_asked(*, actor: Actor, plan: Plan) -> tuple[ActionAnswer, ...]:
    """Returns the answers of the latest closed round that request a decision from the committee."""
    if not may(actor, "round.read", SteeringScope(host_id=plan.organisation_id)):
        return ()
    latest = Round.objects.filter(plan=plan, state=RoundState.CLOSED).order_by("-number").first()
    return from_plain(latest.frozen).decisions_asked if latest and latest.frozen else ()


def round_now(*, actor: Actor, found: Round, on: date | None = None, is_brief: bool = False) -> FrozenRound:
    """Returns the snapshot of a round: frozen if closed, else computed for that date. Constant number of queries.

    ``is_brief`` skips the figures and risks of an open round, for a list of who answered.
    """
    if found.frozen is not None:
        return from_plain(found.frozen)
    day = on or today()
    version = version_on(actor=actor, plan=found.plan, on=day)
    led = led_actions(actor=actor, version=version, on=day)
    return live_round(actor=actor, found=found, version=version, led=led, on=day, is_brief=is_brief)


def live_round(
    *,
    actor: Actor,
    found: Round,
    version: PlanVersion,
    led: dict[ActionCode, LedAction],
    on: date,
    number: ActionCode | None = None,
    is_brief: bool = False,
) -> FrozenRound:
    """Builds a snapshot from the tables, for one action if ``number``; ``is_brief`` skips figures and risks."""
    answers = Answer.objects.filter(round=found).select_related("plan_action", "person")
    if number is not None:
        answers = answers.filter(plan_action__number=number)
    kept = list(answers.order_by("plan_action__number_order"))
    numbers = {each.plan_action.number for each in kept}
    narrowed = numbers if number is not None else None
    milestones = milestone_lines(actor=actor, plan=found.plan, on=on, numbers=narrowed)
    values = {} if is_brief else value_lines(actor=actor, plan=found.plan, known_at=found.closed_at, numbers=narrowed)
    risks = {} if is_brief else risk_lines(actor=actor, plan=found.plan, on=on, numbers=narrowed)
    remarks = _remarks(kept)
    return FrozenRound(
        round_id=found.pk,
        plan_code=found.plan.code,
        plan_title=found.plan.title,
        version_number=version.number,
        version_label=version.label,
        number=found.number,
        label=found.label,
        asked=found.asked,
        topics=tuple(Topic(each) for each in found.topics),
        opened_on=found.opened_on,
        due_on=found.due_on,
        committee_on=found.committee_on,
        state=RoundState(found.state),
        opened_by=found.opened_by_name,
        as_of=on,
        closed_at=found.closed_at,
        closed_by=found.closed_by_name,
        answers=tuple(
            _answer(
                each,
                led.get(each.plan_action.number),
                milestones=tuple(milestones.get(each.plan_action.number, ())),
                values=tuple(values.get(each.plan_action.number, ())),
                risks=tuple(risks.get(each.plan_action.number, ())),
                remarks=tuple(remarks[each.pk]),
            )
            for each in kept
        ),
    )


def _answer(each: Answer, led: LedAction | None, **lines: tuple[object, ...]) -> ActionAnswer:
    asked = led.asked(each.person_id) if led else None
    return ActionAnswer(
        number=each.plan_action.number,
        title=led.title if led else f"Action {each.plan_action.number}",
        short_title=led.short_title if led else "",
        axis_code=led.axis_code if led else "",
        lead=led.lead_name if led else each.lead_name,
        person=asked.name if asked else "",
        state=AnswerState(each.state),
        weather=Weather(each.weather),
        weather_word=each.weather_word,
        weather_on=each.weather_on,
        weather_by=each.weather_by_name,
        progress=each.progress_text,
        decision_asked=each.decision_asked,
        sent_at=each.sent_at,
        sent_by=each.sent_by_name,
        answer_id=each.pk,
        **lines,  # type: ignore[arg-type]
    )


def _remarks(answers: list[Answer]) -> defaultdict[int, list[RemarkLine]]:
    found: defaultdict[int, list[RemarkLine]] = defaultdict(list)
    for each in Remark.objects.filter(answer__in=answers).order_by("at", "pk"):
        line = RemarkLine(RemarkKind(each.kind), each.about, each.text, each.at, each.person_name)
        found[each.answer_id].append(line)
    return found
