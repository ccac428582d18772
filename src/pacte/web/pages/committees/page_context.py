"""Template context and access checks shared by the pages of committees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.kernel.french import format_day
from pacte.plan.queries import content_of_version, plan_by_code, version_on
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.committees import committee_by_number

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.plan.records import PlanContent
    from pacte.steering.models import Committee
    from pacte.steering.records.meetings import CommitteeSummary

COMMITTEES_STYLESHEET = "pacte/css/committees.css"


def committee_page_context(plan: Plan, *last: tuple[str, str], decisions: bool = False) -> dict[str, Any]:
    """``last``: (label, URL) pairs after the committees of the plan; an empty URL is the current page."""
    first = ("Décisions", reverse("committees:decisions", args=[plan.code]))
    if not decisions:
        first = ("Comités", reverse("committees:list", args=[plan.code]))
    trail: list[dict[str, str]] = [{"label": plan.title, "url": reverse("plan:glance", args=[plan.code])}]
    for label, url in (first, *last):
        trail.append({"label": label, "url": url} if url else {"label": label})
    if not last:
        trail[-1].pop("url")
    return {"nav": "committees", "plan": plan, "plan_code": plan.code, "trail": trail}


def committee_url(name: str, line: CommitteeSummary | Committee, code: str, *more: object) -> str:
    return reverse(f"committees:{name}", args=[code, line.number, *more])


def plan_with_readable_committees(actor: Actor, code: str) -> Plan:
    """The plan, for actors who may read its committees. Raises ``NotFound``."""
    plan = plan_by_code(actor=actor, code=code)
    if not may(actor, "committee.read", SteeringScope(host_id=plan.organisation_id)):
        raise NotFound
    return plan


def readable_committee(actor: Actor, code: str, number: int) -> Committee:
    """A committee of the plan, for actors who may read it. Raises ``NotFound``."""
    return committee_by_number(actor=actor, plan=plan_with_readable_committees(actor, code), number=number)


def has_steering_right(actor: Actor, right: str, plan: Plan) -> bool:
    return may(actor, right, SteeringScope(host_id=plan.organisation_id))


def require_steering_right(actor: Actor, right: str, plan: Plan) -> None:
    """Called before a form is shown. Raises ``PermissionDenied`` for readers who may not act."""
    if not has_steering_right(actor, right, plan):
        raise PermissionDenied(
            "committee", "Seul le pilote du pacte prépare un comité et écrit ses décisions.", hint="Demandez-le-lui."
        )


def plan_content_today(actor: Actor, plan: Plan) -> PlanContent:
    """Content of the plan today: names of actions for choices and lists."""
    return content_of_version(version_on(actor=actor, plan=plan, on=today()))


def content_action_titles(content: PlanContent) -> dict[ActionCode, str]:
    return {action.number: action.short_title or action.title for action in content.actions}


def version_in_force_text(actor: Actor, plan: Plan) -> str:
    version = version_on(actor=actor, plan=plan, on=today())
    since = f", en vigueur depuis le {format_day(version.in_force_from)}" if version.in_force_from else ""
    return f"{version.label}{since}"


def is_demo_instance() -> bool:
    return settings.INSTANCE.name == "demo"
