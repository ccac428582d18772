"""Plan of a page of another group: found by its code, read as of the day in the URL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.kernel.clock import today
from pacte.plan.queries import plan_by_code
from pacte.web.filter_form import parse_day
from pacte.web.request import Request

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

DAY_PARAM = "au"
# The version of a plan that a page shows; without it, the one in force on its day.
VERSION_PARAM = "version"
DAY_CONTROL_HINT = "Écrivez par exemple « 2020-11-24 », ou choisissez-la dans le bandeau de la page."


@dataclass(frozen=True, slots=True)
class DatedPlan:
    """``on`` is the day in the URL, else today."""

    plan: Plan
    actor: Actor
    on: date
    is_today: bool

    @property
    def querystring(self) -> str:
        """Query string that keeps the same day on links to other pages."""
        return "" if self.is_today else f"?{DAY_PARAM}={self.on.isoformat()}"

    def url(self, name: str, *arguments: object) -> str:
        return reverse(name, args=[self.plan.code, *arguments]) + self.querystring


def load_dated_plan(request: Request, code: str) -> DatedPlan:
    """Raises ``NotFound`` for a plan that the actor may not see, ``ValidationError`` for an invalid day."""
    return dated_plan_of(request, plan_by_code(actor=request.actor, code=code))


def dated_plan_of(request: Request, plan: Plan) -> DatedPlan:
    """The plan on the day of the URL, never after today. Raises ``ValidationError`` for an invalid day."""
    on = parse_day(request.GET.get(DAY_PARAM, ""), hint=DAY_CONTROL_HINT) or today()
    return DatedPlan(plan, request.actor, min(on, today()), on >= today())


def day_control(dated_plan: DatedPlan, action: str) -> dict[str, Any]:
    """Parameters of the component ``as_of`` of a page at the address ``action``."""
    return as_of_control(dated_plan.on, action, is_today=dated_plan.is_today)


def as_of_control(on: date, action: str, *, is_today: bool = True) -> dict[str, Any]:
    """The same for a page that no plan dates, which sends another day to ``action``."""
    return {"id": "vu-au", "on": on, "action": action, "is_today": is_today}
