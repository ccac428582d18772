"""Base class of the pages of rounds, and what they draw alike: badges, days left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.plan.queries import plan_by_code
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.records import ANSWER_STATE_LABELS, AnswerState
from pacte.web.page import Crumb, Page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from pacte.plan.models import Plan

_ANSWER_SIGNS = {
    AnswerState.AWAITED: ("clock", ""),
    AnswerState.STARTED: ("half", ""),
    AnswerState.SENT: ("check", ""),
    AnswerState.RETURNED: ("triangle", "watch"),
    AnswerState.ACCEPTED: ("check", "good"),
}


class RoundsPage(Page):
    """A page under the rounds of a plan, which may be frozen: its code and title are what the round says."""

    nav = "desk"
    plan_code = plan_title = ""

    def below_list(self) -> Sequence[Crumb]:
        """End of the breadcrumb, after the rounds of the plan."""
        return super().breadcrumb()

    def breadcrumb(self) -> Sequence[Crumb]:
        below = self.below_list()
        list_url = self.url("rounds:list", self.plan_code) if below else ""
        return [(self.plan_title, self.url("plan:glance", self.plan_code)), ("Tours", list_url), *below]

    def render(self, values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        return super().render({"plan_code": self.plan_code, **values}, status=status)


class PlanRoundsPage(RoundsPage):
    """A page of the plan of its URL, for those who may read its rounds, and open one when ``is_for_pilot``."""

    is_for_pilot = False
    plan: Plan

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.plan = plan_by_code(actor=self.actor, code=kwargs["code"])
        self.plan_code, self.plan_title = self.plan.code, self.plan.title
        if not self.may("round.read"):
            raise NotFound
        if self.is_for_pilot and not self.may("round.open"):
            raise PermissionDenied(
                "round", "Seul le pilote du pacte ouvre un tour.", hint="Demandez-le au pilote du pacte."
            )

    def may(self, right: str) -> bool:
        return may(self.actor, right, SteeringScope(host_id=self.plan.organisation_id))


def days_left_text(due_on: date, on: date) -> str:
    """« dans 6 jours », « demain », « en retard de 3 jours »."""
    left = (due_on - on).days
    if left < 0:
        return f"en retard de {-left} jour{'s' if left < -1 else ''}"
    return "aujourd’hui" if left == 0 else "demain" if left == 1 else f"dans {left} jours"


def answer_state_badge(state: AnswerState, *, late: bool = False) -> dict[str, Any]:
    """Parameters of the component ``state_badge``."""
    if late:
        return {"word": f"{ANSWER_STATE_LABELS[state]}, en retard", "sign": "diamond", "tone": "bad"}
    sign, tone = _ANSWER_SIGNS[state]
    return {"word": ANSWER_STATE_LABELS[state], "sign": sign, "tone": tone}
