"""Lifecycle of one action for its page: status sentence, links to its origins and its successors."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from pacte.kernel.action_codes import ActionCode
from pacte.plan.queries import (
    PlanSummary,
    action_short_titles,
    continuations,
    plan_by_code,
    plan_summaries,
    version_that_set_status,
)
from pacte.plan.records import LineageLink
from pacte.web.pages.plan.lifecycle_wording import action_status_wording, succession_phrase
from pacte.web.pages.plan.page_context import plan_url
from pacte.web.pages.plan.plan_context import PlanContext


def action_lifecycle_context(
    plan_context: PlanContext, number: ActionCode, names: dict[ActionCode, str]
) -> dict[str, Any]:
    """``life``: the status sentence, or None; ``lineage``: links, each with its introductory phrase."""
    status = plan_context.content.status_of(number)
    version = (
        version_that_set_status(
            actor=plan_context.actor,
            plan=plan_context.plan,
            number=number,
            status=status,
            version_number=plan_context.version.number,
        )
        if status
        else None
    )
    origins, successors = plan_context.content.origins_of(number), plan_context.content.successors_of(number)
    origin_plans = _visible_origin_plans(plan_context, {each.origin_plan for each in origins if each.origin_plan})
    links = [_origin_link(each, plan_context, names, origin_plans) for each in origins]
    links += [
        {
            "opening": succession_phrase(each.kind, is_origin=False),
            "label": _action_label(each.number, names),
            "url": plan_url("action", plan_context, each.number),
            "plan": "",
        }
        for each in successors
    ]
    links += [
        {
            "opening": "Continuée par",
            "label": f"l’action {each.number} {each.name}".strip(),
            "url": reverse("plan:action", args=[each.plan_code, each.number]),
            "plan": each.years,
        }
        for each in continuations(actor=plan_context.actor, plan=plan_context.plan, on=plan_context.on).get(number, ())
    ]
    return {"life": action_status_wording(status, version), "lineage": links}


def _visible_origin_plans(
    plan_context: PlanContext, codes: set[str]
) -> dict[str, tuple[PlanSummary, dict[ActionCode, str]]]:
    """The plans among ``codes`` that the actor can see, each with the names of its actions."""
    if not codes:
        return {}
    return {
        line.code: (
            line,
            action_short_titles(
                actor=plan_context.actor,
                plan=plan_by_code(actor=plan_context.actor, code=line.code),
                on=plan_context.on,
            ),
        )
        for line in plan_summaries(actor=plan_context.actor)
        if line.code in codes
    }


def _origin_link(
    link: LineageLink,
    plan_context: PlanContext,
    names: dict[ActionCode, str],
    origin_plans: dict[str, tuple[PlanSummary, dict[ActionCode, str]]],
) -> dict[str, str]:
    words = succession_phrase(link.kind, is_origin=True)
    if not link.origin_plan:
        url = plan_url("action", plan_context, link.origin_number) if link.origin_number in names else ""
        return {"opening": words, "label": _action_label(link.origin_number, names), "url": url, "plan": ""}
    if link.origin_plan not in origin_plans:
        plan = f"{link.origin_plan}, qui n’est pas ici"
        return {"opening": words, "label": f"l’action {link.origin_number}", "url": "", "plan": plan}
    line, others = origin_plans[link.origin_plan]
    return {
        "opening": words,
        "label": _action_label(link.origin_number, others),
        "url": reverse("plan:action", args=[line.code, link.origin_number]),
        "plan": f"{line.first_year}-{line.last_year}",
    }


def _action_label(number: ActionCode, names: dict[ActionCode, str]) -> str:
    return f"l’action {number} {names.get(number, '')}".strip()
