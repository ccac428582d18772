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
from pacte.web.pages.plan.frame import plan_url
from pacte.web.pages.plan.life_words import opening, told
from pacte.web.pages.plan.reading import Shown


def life_values(seen: Shown, number: ActionCode, names: dict[ActionCode, str]) -> dict[str, Any]:
    """``life``: the status sentence, or None; ``lineage``: links, each with its introductory phrase."""
    standing = seen.content.status_of(number)
    by = (
        version_that_set_status(
            actor=seen.actor,
            plan=seen.plan,
            number=number,
            status=standing,
            version_number=seen.version.number,
        )
        if standing
        else None
    )
    origins, heirs = seen.content.origins_of(number), seen.content.successors_of(number)
    known = _plans(seen, {each.origin_plan for each in origins if each.origin_plan})
    links = [_origin(each, seen, names, known) for each in origins]
    links += [
        {
            "opening": opening(each.kind, is_origin=False),
            "label": _label(each.number, names),
            "url": plan_url("action", seen, each.number),
            "plan": "",
        }
        for each in heirs
    ]
    links += [
        {
            "opening": "Continuée par",
            "label": f"l’action {each.number} {each.name}".strip(),
            "url": reverse("plan:action", args=[each.plan_code, each.number]),
            "plan": each.years,
        }
        for each in continuations(actor=seen.actor, plan=seen.plan, on=seen.on).get(number, ())
    ]
    return {"life": told(standing, by), "lineage": links}


def _plans(seen: Shown, codes: set[str]) -> dict[str, tuple[PlanSummary, dict[ActionCode, str]]]:
    """The plans among ``codes`` that the actor can see, each with the names of its actions."""
    if not codes:
        return {}
    return {
        line.code: (
            line,
            action_short_titles(actor=seen.actor, plan=plan_by_code(actor=seen.actor, code=line.code), on=seen.on),
        )
        for line in plan_summaries(actor=seen.actor)
        if line.code in codes
    }


def _origin(
    link: LineageLink,
    seen: Shown,
    names: dict[ActionCode, str],
    known: dict[str, tuple[PlanSummary, dict[ActionCode, str]]],
) -> dict[str, str]:
    words = opening(link.kind, is_origin=True)
    if not link.origin_plan:
        url = plan_url("action", seen, link.origin_number) if link.origin_number in names else ""
        return {"opening": words, "label": _label(link.origin_number, names), "url": url, "plan": ""}
    if link.origin_plan not in known:
        plan = f"{link.origin_plan}, qui n’est pas ici"
        return {"opening": words, "label": f"l’action {link.origin_number}", "url": "", "plan": plan}
    line, others = known[link.origin_plan]
    return {
        "opening": words,
        "label": _label(link.origin_number, others),
        "url": reverse("plan:action", args=[line.code, link.origin_number]),
        "plan": f"{line.first_year}-{line.last_year}",
    }


def _label(number: ActionCode, names: dict[ActionCode, str]) -> str:
    return f"l’action {number} {names.get(number, '')}".strip()
