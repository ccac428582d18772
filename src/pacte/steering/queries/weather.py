"""The latest weather of each action: what a lead sent last, whatever the round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS
from pacte.plan.models import Plan
from pacte.steering.models import Answer
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.records import AnswerState, Weather


@dataclass(frozen=True, slots=True)
class WeatherLine:
    weather: Weather
    word: str
    on: date | None
    by: str
    round_label: str
    round_id: int


def weather_by_action(*, actor: Actor, plan: Plan, on: date, number: int | None = None) -> dict[int, WeatherLine]:
    """By number of action, as of the end of that day; nothing for who may not read rounds. One query."""
    if not may(actor, "round.read", SteeringScope(host_id=plan.organisation_id)):
        return {}
    until = datetime.combine(on + timedelta(days=1), time(), tzinfo=PARIS)
    found = Answer.objects.filter(
        round__plan=plan, state__in=(AnswerState.SENT, AnswerState.ACCEPTED), sent_at__lt=until
    )
    if number is not None:
        found = found.filter(plan_action__number=number)
    latest: dict[int, WeatherLine] = {}
    for each in found.select_related("plan_action", "round").order_by("sent_at", "pk"):
        latest[each.plan_action.number] = WeatherLine(
            Weather(each.weather), each.weather_word, each.weather_on, each.weather_by_name, each.round.label,
            each.round_id,
        )  # fmt: skip
    return latest
