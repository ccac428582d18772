"""The plan that the masthead names: that of the page, else the one chosen before, else the one in force today.

A signed-in reader's choice is in their session, with the plans that they see: a page asks for it once a day.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.plan.queries import PlanSummary, plan_summaries

_KEY = "plans"


@dataclass(frozen=True, slots=True)
class PlanChoice:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class PlanSwitch:
    """``others`` are the other plans that the reader sees."""

    current: PlanChoice | None = None
    others: tuple[PlanChoice, ...] = ()

    @property
    def code(self) -> str:
        return self.current.code if self.current else ""


def plan_switch(request: HttpRequest | None, actor: Actor, page_plan: str = "") -> PlanSwitch:
    """``page_plan``: code of the plan of the page; the reader's next pages speak of it too."""
    if request is None or not hasattr(request, "actor") or connection.needs_rollback:
        return PlanSwitch()
    session = None if actor.is_anonymous else request.session
    stored = session.get(_KEY) if session else None
    fresh = stored if stored and stored["day"] == today().isoformat() else {}
    known = [PlanChoice(*each) for each in fresh.get("known", ())]
    chosen = page_plan or fresh.get("chosen", "")
    if not known or chosen not in {each.code for each in known}:
        summaries = plan_summaries(actor=actor)
        known = [PlanChoice(each.code, _label(each)) for each in summaries]
        chosen = page_plan or next((each.code for each in summaries if each.is_main), "")
    if session is not None and known:
        value = {"day": today().isoformat(), "chosen": chosen, "known": [[each.code, each.label] for each in known]}
        if value != stored:
            session[_KEY] = value
    current = next((each for each in known if each.code == chosen), None)
    return PlanSwitch(current, tuple(each for each in known if each.code != chosen))


def _label(plan: PlanSummary) -> str:
    return f"{plan.region}, {plan.first_year}-{plan.last_year}"
