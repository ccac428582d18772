"""One action in one round: the content of its answer page, and what this actor may do there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.plan.models import VersionFigure
from pacte.plan.queries import version_on
from pacte.plan.records import FigureKind
from pacte.steering.models import Answer, Milestone
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.asked import LastSaid, last_said
from pacte.steering.queries.leads import LedAction, led_actions
from pacte.steering.queries.rounds import live_round, round_by_id
from pacte.steering.records import ActionAnswer, FrozenRound, RoundState
from pacte.steering.rules.freezing import from_plain
from pacte.steering.rules.rounds import WRITABLE
from pacte.steering.rules.seen import answer_digest


@dataclass(frozen=True, slots=True)
class PlannedFigure:
    """A figure planned for the action, for which a lead may declare a value."""

    what: str
    unit: str
    is_target: bool
    indicator_code: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A milestone of the plan that another may depend on."""

    milestone_id: int
    label: str


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """The content of the answer page. ``seen`` is the digest of the answer as displayed, sent back with the form."""

    round: FrozenRound
    answer: ActionAnswer
    previous: ActionCode | None
    following: ActionCode | None
    last: LastSaid | None
    figures: tuple[PlannedFigure, ...]
    ties: tuple[Tie, ...]
    may_answer: bool
    may_review: bool
    seen: str

    @property
    def is_open(self) -> bool:
        return self.round.state is RoundState.OPEN

    @property
    def may_write(self) -> bool:
        return self.is_open and self.may_answer and self.answer.state in WRITABLE


def answer_sheet(*, actor: Actor, round_id: int, number: ActionCode, on: date) -> AnswerSheet:
    """Returns the answer page of an action; from the snapshot if the round is closed. Raises ``NotFound``."""
    found = round_by_id(actor=actor, round_id=round_id)
    numbers = list(
        Answer.objects.filter(round=found)
        .order_by("plan_action__number_order")
        .values_list("plan_action__number", flat=True)
    )
    if number not in numbers:
        raise NotFound
    place = numbers.index(number)
    neighbours = {
        "previous": numbers[place - 1] if place else None,
        "following": numbers[place + 1] if place + 1 < len(numbers) else None,
    }
    if found.frozen is not None:
        held = from_plain(found.frozen)
        answer = next(each for each in held.answers if each.number == number)
        return AnswerSheet(
            held, answer, **neighbours, last=None, figures=(), ties=(), may_answer=False, may_review=False, seen=""
        )
    version = version_on(actor=actor, plan=found.plan, on=on)
    led = led_actions(actor=actor, version=version, on=on)
    held = live_round(actor=actor, found=found, version=version, led=led, on=on, number=number)
    kept = Answer.objects.get(round=found, plan_action__number=number)
    return AnswerSheet(
        round=held,
        answer=held.answers[0],
        **neighbours,
        last=last_said(actor=actor, plan=found.plan, before=found.number, number=number),
        figures=_figures(version.pk, number),
        ties=_ties(found.plan_id),
        may_answer=may(actor, "round.answer", _scope(led.get(number), found.organisation_id)),
        may_review=may(actor, "round.review", SteeringScope(host_id=found.organisation_id)),
        seen=answer_digest(
            weather=kept.weather,
            word=kept.weather_word,
            progress=kept.progress_text,
            decision_asked=kept.decision_asked,
            state=kept.state,
        ),
    )


def _scope(led: LedAction | None, host_id: int) -> SteeringScope:
    return led.scope if led else SteeringScope(host_id=host_id)


def _figures(version_id: int, number: ActionCode) -> tuple[PlannedFigure, ...]:
    found = VersionFigure.objects.filter(version_id=version_id, row__plan_action__number=number)
    return tuple(
        PlannedFigure(each.what, each.unit, each.kind == FigureKind.TARGET, each.indicator_code)
        for each in found.order_by("row__rank", "rank")
    )


def _ties(plan_id: int) -> tuple[Tie, ...]:
    found = Milestone.objects.filter(plan_action__plan_id=plan_id, done_on__isnull=True, dropped_on__isnull=True)
    lines = found.order_by("plan_action__number_order", "due_on", "pk").values_list(
        "pk", "plan_action__number", "title"
    )
    return tuple(Tie(identifier, f"{number} · {title}") for identifier, number, title in lines)
