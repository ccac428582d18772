"""One action in one round: the content of its answer page, and what this actor may do there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.plan.models import Plan
from pacte.plan.queries import content_of_version, version_on
from pacte.plan.queries.territory import expected_units
from pacte.plan.records import Figure, PlanContent
from pacte.plan.rules.display import describe_figure_number
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.progress_by_unit import ExpectedUnit, UnitPhase
from pacte.steering.models import Milestone, RoundAnswer
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.leads import LedAction, led_actions
from pacte.steering.queries.previous_answers import PreviousAnswer, previous_answer
from pacte.steering.queries.rounds import build_round_snapshot, round_by_id
from pacte.steering.records import ActionAnswer, RoundSnapshot, RoundState
from pacte.steering.rules.answer_digest import answer_digest
from pacte.steering.rules.rounds import WRITABLE
from pacte.steering.rules.serialisation import round_from_json


@dataclass(frozen=True, slots=True)
class PlannedFigure:
    """A figure planned for the action, for which a lead may declare a value.

    ``target``: what is promised, as written (« 75 % à 80 %, proposée »), "" for a figure that is no target. ``per``:
    what a target is promised for each of (« département »), "" for a target of the whole. ``units``: them.
    """

    what: str
    unit: str
    is_target: bool
    indicator_code: str
    per: str = ""
    units: tuple[ExpectedUnit, ...] = ()
    target: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneOption:
    """A milestone of the plan that another may depend on."""

    milestone_id: int
    label: str


@dataclass(frozen=True, slots=True)
class AnswerDetail:
    """The content of the answer page. ``seen`` is the digest of the answer as displayed, sent back with the form."""

    round: RoundSnapshot
    answer: ActionAnswer
    previous: ActionCode | None
    following: ActionCode | None
    last: PreviousAnswer | None
    figures: tuple[PlannedFigure, ...]
    ties: tuple[MilestoneOption, ...]
    may_answer: bool
    may_review: bool
    seen: str

    @property
    def is_open(self) -> bool:
        return self.round.state is RoundState.OPEN

    @property
    def may_write(self) -> bool:
        return self.is_open and self.may_answer and self.answer.state in WRITABLE


def answer_detail(*, actor: Actor, round_id: int, number: ActionCode, on: date) -> AnswerDetail:
    """Returns the answer page of an action; from the snapshot if the round is closed. Raises ``NotFound``."""
    target_round = round_by_id(actor=actor, round_id=round_id)
    numbers = list(
        RoundAnswer.objects.filter(round=target_round)
        .order_by("plan_action__number_order")
        .values_list("plan_action__number", flat=True)
    )
    hide_unless(number in numbers)
    place = numbers.index(number)
    neighbours = {
        "previous": numbers[place - 1] if place else None,
        "following": numbers[place + 1] if place + 1 < len(numbers) else None,
    }
    if target_round.frozen is not None:
        snapshot = round_from_json(target_round.frozen)
        answer = next(each for each in snapshot.answers if each.number == number)
        return AnswerDetail(
            snapshot, answer, **neighbours, last=None, figures=(), ties=(), may_answer=False, may_review=False, seen=""
        )
    version = version_on(actor=actor, plan=target_round.plan, on=on)
    led = led_actions(actor=actor, version=version, on=on)
    snapshot = build_round_snapshot(
        actor=actor, target_round=target_round, version=version, led=led, on=on, number=number
    )
    answer_row = RoundAnswer.objects.get(round=target_round, plan_action__number=number)
    return AnswerDetail(
        round=snapshot,
        answer=snapshot.answers[0],
        **neighbours,
        last=previous_answer(actor=actor, plan=target_round.plan, before=target_round.number, number=number),
        figures=_planned_figures(actor, target_round.plan, content_of_version(version), number, on),
        ties=_milestone_options(target_round.plan_id),
        may_answer=may(actor, "round.answer", _scope(led.get(number), target_round.organisation_id)),
        may_review=may(actor, "round.review", SteeringScope(host_id=target_round.organisation_id)),
        seen=answer_digest(
            weather=answer_row.weather,
            word=answer_row.weather_word,
            progress=answer_row.progress_text,
            decision_asked=answer_row.decision_asked,
            state=answer_row.state,
        ),
    )


def _scope(led: LedAction | None, host_id: int) -> SteeringScope:
    return led.scope if led else SteeringScope(host_id=host_id)


def _planned_figures(
    actor: Actor, plan: Plan, content: PlanContent, number: ActionCode, on: date
) -> tuple[PlannedFigure, ...]:
    figures = [figure for row in content.rows_of(number) for figure in row.figures]
    return tuple(_planned_figure(actor, plan, content, each, on) for each in figures)


def _planned_figure(actor: Actor, plan: Plan, content: PlanContent, figure: Figure, on: date) -> PlannedFigure:
    target = _target_text(figure) if figure.is_target else ""
    plain = PlannedFigure(figure.what, figure.unit, figure.is_target, figure.indicator_code, target=target)
    per = parse_per(figure.per)
    if not figure.is_target or not per.is_by_unit:
        return plain
    units = expected_units(actor=actor, plan=plan, content=content, figure=figure, on=on)
    begun = tuple(each for each in units if each.phase is not UnitPhase.COMING)
    return replace(plain, per=per.one, units=begun)


def _target_text(figure: Figure) -> str:
    """« 10 formations », « 75 % à 80 %, proposée », "" for a target without a number."""
    number = describe_figure_number(figure)
    text = f"{number} {figure.unit}".strip() if number and figure.unit not in number else number
    return f"{text}, proposée" if text and figure.proposed else text


def _milestone_options(plan_id: int) -> tuple[MilestoneOption, ...]:
    open_milestones = Milestone.objects.filter(
        plan_action__plan_id=plan_id, done_on__isnull=True, dropped_on__isnull=True
    )
    rows = open_milestones.order_by("plan_action__number_order", "due_on", "pk").values_list(
        "pk", "plan_action__number", "title"
    )
    return tuple(MilestoneOption(identifier, f"{number} · {title}") for identifier, number, title in rows)
