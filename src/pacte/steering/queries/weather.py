"""The latest weather sent for each action, in any round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS
from pacte.plan.models import Plan
from pacte.steering.models import RoundAnswer
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.records import AnswerState, Weather


@dataclass(frozen=True, slots=True)
class ActionWeather:
    """What the lead last sent: the sign with its word, and the decision that they ask of the committee."""

    weather: Weather
    word: str
    on: date | None
    by: str
    round_label: str
    round_id: int
    decision_asked: str = ""


def weather_by_action(
    *, actor: Actor, plan: Plan, on: date, number: ActionCode | None = None
) -> dict[ActionCode, ActionWeather]:
    """Returns the weather by action number at the end of that date; empty without permission. One query."""
    if not may(actor, "round.read", SteeringScope(host_id=plan.organisation_id)):
        return {}
    until = datetime.combine(on + timedelta(days=1), time(), tzinfo=PARIS)
    answers = RoundAnswer.objects.filter(
        round__plan=plan, state__in=(AnswerState.SENT, AnswerState.ACCEPTED), sent_at__lt=until
    )
    if number is not None:
        answers = answers.filter(plan_action__number=number)
    # Select columns only: the frozen column of a round is large.
    latest_answers = (
        answers.order_by("plan_action__number_order", "-sent_at", "-pk")
        .distinct("plan_action__number_order")
        .values_list(
            "plan_action__number", "weather", "weather_word", "weather_on", "weather_by_name", "round__label",
            "round_id", "decision_asked",
        )
    )  # fmt: skip
    return {
        number: ActionWeather(Weather(weather), word, day, by, label, round_id, asked_text)
        for number, weather, word, day, by, label, round_id, asked_text in latest_answers
    }
