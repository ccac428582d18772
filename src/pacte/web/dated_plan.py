"""Plan of a page of another group: found by its code, read as of the day in the URL, with its page context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.user_input import parse_iso_day
from pacte.plan.queries import plan_by_code

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

DAY_PARAM = "au"


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


def load_dated_plan(request: HttpRequest, code: str) -> DatedPlan:
    """Raises ``NotFound`` for a plan that the actor may not see, ``ValidationError`` for an invalid day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    day_text = request.GET.get(DAY_PARAM, "").strip()
    try:
        on = parse_iso_day(day_text) if day_text else today()
    except ValueError as error:
        raise ValidationError(
            "day_shape",
            f"« {day_text[:40]} » n’est pas une date.",
            "La date s’écrit année, mois, jour.",
            "Écrivez par exemple « 2020-11-24 », ou choisissez-la dans le bandeau de la page.",
        ) from error
    return DatedPlan(plan, actor, min(on, today()), on >= today())


def dated_plan_page_context(
    request: HttpRequest,
    dated_plan: DatedPlan,
    *,
    breadcrumb: Iterable[Mapping[str, str]],
    nav: str = "trials",
    dated: bool = True,
) -> dict[str, Any]:
    """Context of the page: its plan, its breadcrumb, and the day control unless the page is a form."""
    plan = dated_plan.plan
    tagline = settings.PACTE_BRAND["tagline"] or f"{plan.region}, {plan.first_year}-{plan.last_year}"
    context: dict[str, Any] = {
        "seen": dated_plan,
        "plan": plan,
        "plan_code": plan.code,
        "nav": nav,
        "plan_carried": dated_plan.querystring,
        "brand": settings.PACTE_BRAND | {"tagline": tagline},
        "trail": [{"label": "Plan", "url": dated_plan.url("plan:glance")}, *breadcrumb],
    }
    if dated:
        context["as_of"] = {"id": "vu-au", "on": dated_plan.on, "action": request.path, "is_today": dated_plan.is_today}
    return context
