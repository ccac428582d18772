"""The previous answer of an action, and the open rounds, for reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.steering.models import Round, RoundAnswer
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.records import AnswerState, RoundState, Weather


@dataclass(frozen=True, slots=True)
class PreviousAnswer:
    """The latest answer sent for an action before a round, used to prefill the next one."""

    round_label: str
    weather: Weather
    weather_word: str
    weather_on: date | None
    weather_by: str
    progress: str
    decision_asked: str


def open_round_ids(*, actor: Actor) -> list[int]:
    """Returns the ids of the open rounds of every plan."""
    return list(Round.objects.filter(state=RoundState.OPEN).order_by("pk").values_list("pk", flat=True))


def previous_answer(*, actor: Actor, plan: Plan, before: int, number: ActionCode) -> PreviousAnswer | None:
    """Returns the last answer that action ``number`` sent before round number ``before``; None without one."""
    if not may(actor, "round.read", SteeringScope(host_id=plan.organisation_id)):
        return None
    answer = (
        RoundAnswer.objects.filter(
            round__plan=plan,
            round__number__lt=before,
            plan_action__number=number,
            state__in=(AnswerState.SENT, AnswerState.ACCEPTED),
        )
        .select_related("round")
        .defer("round__frozen")
        .order_by("-round__number")
        .first()
    )
    if answer is None:
        return None
    return PreviousAnswer(
        round_label=answer.round.label,
        weather=Weather(answer.weather),
        weather_word=answer.weather_word,
        weather_on=answer.weather_on,
        weather_by=answer.weather_by_name,
        progress=answer.progress_text,
        decision_asked=answer.decision_asked,
    )
