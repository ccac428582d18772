"""Status and succession of an action, in sentences that name the version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_day
from pacte.plan.queries import (
    PlanSummary,
    action_short_titles,
    continuations,
    plan_by_code,
    plan_summaries,
    version_that_set_status,
)
from pacte.plan.records import ActionState, ActionStatus, LineageKind, LineageLink, VersionState
from pacte.plan.rules.labels import ACTION_STATES
from pacte.web.pages.plan.version_page import VersionPage

if TYPE_CHECKING:
    from pacte.plan.queries import VersionSummary


@dataclass(frozen=True, slots=True)
class ActionStatusWording:
    """The sentence above the action details: ``strong`` first, then the rest."""

    strong: str
    rest: str


def action_status_wording(status: ActionStatus | None, version: VersionSummary | None) -> ActionStatusWording | None:
    """« Action abandonnée par l’avenant n° 1, voté le 10 décembre 2020, à compter du 1ᵉʳ janvier 2021. Motif : … »."""
    if status is None:
        return None
    who = f" par {version_phrase(version)}" if version else ""
    since = f", à compter du {format_day(status.since)}" if status.since else ""
    reason = f" Motif : {status.reason.rstrip('.')}." if status.reason else ""
    is_ended = status.state in (ActionState.ABANDONED, ActionState.SPLIT, ActionState.MERGED)
    rest = f"{reason} Sa fiche reste lisible, et ce qui lui est rattaché le reste." if is_ended else reason
    return ActionStatusWording(
        apply_french_spacing(f"Action {ACTION_STATES[status.state]}{who}{since}."),
        apply_french_spacing(rest.strip()),
    )


def version_phrase(line: VersionSummary) -> str:
    """« l’avenant n° 1, voté le 10 décembre 2020 », « le projet d’avenant 2, non voté »."""
    if line.state is VersionState.DRAFT:
        return f"« {line.label} », non voté"
    number = line.label.removeprefix("Avenant ").strip()
    name = f"l’avenant n°\u00a0{number}" if number.isdecimal() else f"« {line.label} »"
    return f"{name}, voté le {format_day(line.voted_on)}" if line.voted_on else name


_ORIGIN_PHRASES = {
    LineageKind.SPLIT: "Issue du partage de",
    LineageKind.MERGE: "Reprend",
    LineageKind.CONTINUES: "Continue",
}
_SUCCESSOR_PHRASES = {
    LineageKind.SPLIT: "Partagée vers",
    LineageKind.MERGE: "Reprise par",
    LineageKind.CONTINUES: "Continuée par",
}


def action_lifecycle_context(page: VersionPage, number: ActionCode, names: dict[ActionCode, str]) -> dict[str, Any]:
    """``life``: the status sentence, or None; ``lineage``: links, each with its introductory phrase."""
    status = page.content.status_of(number)
    version = (
        version_that_set_status(
            actor=page.actor,
            plan=page.plan,
            number=number,
            status=status,
            version_number=page.version.number,
        )
        if status
        else None
    )
    origins, successors = page.content.origins_of(number), page.content.successors_of(number)
    origin_plans = _visible_origin_plans(page, {each.origin_plan for each in origins if each.origin_plan})
    links = [_origin_link(each, page, names, origin_plans) for each in origins]
    links += [
        {
            "opening": _SUCCESSOR_PHRASES[each.kind],
            "label": _action_label(each.number, names),
            "url": page.url("plan:action", each.number),
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
        for each in continuations(actor=page.actor, plan=page.plan, on=page.on).get(number, ())
    ]
    return {"life": action_status_wording(status, version), "lineage": links}


def _visible_origin_plans(page: VersionPage, codes: set[str]) -> dict[str, tuple[PlanSummary, dict[ActionCode, str]]]:
    """The plans among ``codes`` that the actor can see, each with the names of its actions."""
    if not codes:
        return {}
    return {
        line.code: (
            line,
            action_short_titles(
                actor=page.actor,
                plan=plan_by_code(actor=page.actor, code=line.code),
                on=page.on,
            ),
        )
        for line in plan_summaries(actor=page.actor)
        if line.code in codes
    }


def _origin_link(
    link: LineageLink,
    page: VersionPage,
    names: dict[ActionCode, str],
    origin_plans: dict[str, tuple[PlanSummary, dict[ActionCode, str]]],
) -> dict[str, str]:
    words = _ORIGIN_PHRASES[link.kind]
    if not link.origin_plan:
        url = page.url("plan:action", link.origin_number) if link.origin_number in names else ""
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
