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

DAY = "au"


@dataclass(frozen=True, slots=True)
class PlanSeen:
    """``on`` is the day in the URL, else today."""

    plan: Plan
    actor: Actor
    on: date
    is_today: bool

    @property
    def carried(self) -> str:
        """Query string that keeps the same day on links to other pages."""
        return "" if self.is_today else f"?{DAY}={self.on.isoformat()}"

    def url(self, name: str, *arguments: object) -> str:
        return reverse(name, args=[self.plan.code, *arguments]) + self.carried


def plan_seen(request: HttpRequest, code: str) -> PlanSeen:
    """Raises ``NotFound`` for a plan that the actor may not see, ``ValidationError`` for an invalid day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    asked = request.GET.get(DAY, "").strip()
    try:
        on = parse_iso_day(asked) if asked else today()
    except ValueError as fault:
        raise ValidationError(
            "day_shape",
            f"« {asked[:40]} » n’est pas une date.",
            "La date s’écrit année, mois, jour.",
            "Écrivez par exemple « 2020-11-24 », ou choisissez-la dans le bandeau de la page.",
        ) from fault
    return PlanSeen(plan, actor, min(on, today()), on >= today())


def frame_of(
    request: HttpRequest, seen: PlanSeen, *, trail: Iterable[Mapping[str, str]], nav: str = "trials", dated: bool = True
) -> dict[str, Any]:
    """Context of the page: its plan, its breadcrumb, and the day control unless the page is a form."""
    plan = seen.plan
    tagline = settings.PACTE_BRAND["tagline"] or f"{plan.region}, {plan.first_year}-{plan.last_year}"
    found: dict[str, Any] = {
        "seen": seen,
        "plan": plan,
        "plan_code": plan.code,
        "nav": nav,
        "plan_carried": seen.carried,
        "brand": settings.PACTE_BRAND | {"tagline": tagline},
        "trail": [{"label": "Plan", "url": seen.url("plan:glance")}, *trail],
    }
    if dated:
        found["as_of"] = {"id": "vu-au", "on": seen.on, "action": request.path, "is_today": seen.is_today}
    return found
