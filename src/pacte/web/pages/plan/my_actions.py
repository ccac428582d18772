"""« Qu’est-ce qui m’attend ? »: the actions that the actor leads, and the version steps that they may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.accounts.queries import substitutions_for_actor
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.plan.permissions import PlanScope, may
from pacte.plan.queries import (
    PlanSummary,
    VisiblePlan,
    action_numbers_led_by,
    main_plan,
    person_and_represented_ids,
    plan_summaries,
    visible_plan,
)
from pacte.plan.records import VersionState
from pacte.plan.rules.versions import next_transition
from pacte.web.pages.plan.action_summaries import ActionSummary, action_summaries
from pacte.web.pages.plan.overview_attention import has_overdue_deadline
from pacte.web.pages.plan.page_context import plan_brand
from pacte.web.pages.plan.plan_context import DAY_PARAM, PlanPageParams, parse_requested_day
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

_COLUMNS = (
    {"label": "N°"},
    {"label": "Action"},
    {"label": "Ce qui manque à la fiche"},
    {"label": "Échéance écrite au plan"},
    {"label": "Preuve"},
)


@dataclass(frozen=True, slots=True)
class LedPlanActions:
    """The actions of one plan that the actor leads."""

    plan: PlanSummary
    draft: int | None
    lines: tuple[ActionSummary, ...]


@dataclass(frozen=True, slots=True)
class PendingVersion:
    """A version with a next step that the actor may take."""

    plan: PlanSummary
    number: ActionCode
    label: str
    step: str


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    params = PlanPageParams(on=parse_requested_day(request.GET.get(DAY_PARAM, "")))
    on = params.on or today()
    led_plans, pending = [], []
    visible_plans, people = plan_summaries(actor=actor), person_and_represented_ids(actor=actor, on=on)
    for plan in visible_plans:
        plan_view = visible_plan(actor=actor, code=plan.code, on=on)
        pending += _pending_versions(actor, plan, plan_view)
        numbers = set(action_numbers_led_by(actor=actor, version=plan_view.version, on=on, people=people))
        lines = (
            tuple(line for line in action_summaries(plan_view.content, on) if line.number in numbers) if numbers else ()
        )
        if lines:
            draft = next((each.number for each in plan_view.versions if each.state is VersionState.DRAFT), None)
            led_plans.append(LedPlanActions(plan, draft, lines))
    home = main_plan(actor=actor)
    context = {
        "plan_code": home.code if home else "",
        "columns": _COLUMNS,
        "plan_actions": [{"label": "Voir le plan", "url": reverse("plan:home")}],
        "led": [_plan_group(each, params) for each in led_plans],
        "waiting": [_pending_version_values(each) for each in pending],
        "replaced": [
            apply_french_spacing(f"En remplacement de {each.person} jusqu’au {format_day(each.valid_until)}.")
            for each in substitutions_for_actor(actor=actor, on=on)
        ],
        "answer": my_actions_answer(
            sum(len(each.lines) for each in led_plans),
            [line for each in led_plans for line in each.lines],
            len(pending),
        ),
        "as_of": {"id": "vu-au", "on": on, "action": request.path, "is_today": params.on is None},
    }
    if visible_plans:
        context["brand"] = plan_brand(visible_plans[0].region, visible_plans[0].first_year, visible_plans[0].last_year)
    return render(request, "plan/mine.html", context)


def my_actions_answer(count: int, lines: list[ActionSummary], pending_count: int) -> str:
    """Summary sentence of the page."""
    sentences = []
    if count:
        late = sum(has_overdue_deadline(line) for line in lines)
        sentences.append(f"Vous portez {pluralise(count, 'action')}.")
        if late:
            sentences.append(f"{pluralise(late, 'échéance est dépassée', 'échéances sont dépassées')}.")
    else:
        sentences.append("Vous ne portez aucune action.")
    if pending_count:
        sentences.append(
            f"{pluralise(pending_count, 'version attend', 'versions attendent')} une étape que vous pouvez franchir."
        )
    return apply_french_spacing(" ".join(sentences))


def _pending_versions(actor: Actor, plan: PlanSummary, plan_view: VisiblePlan) -> list[PendingVersion]:
    pending = []
    for version in plan_view.versions:
        step = next_transition(version.state)
        scope = PlanScope(host_id=plan_view.plan.organisation_id, state=version.state)
        if step and may(actor, step.act, scope):
            pending.append(PendingVersion(plan, version.number, version.label, step.label))
    return pending


def _plan_group(led_plan: LedPlanActions, params: PlanPageParams) -> dict[str, Any]:
    code = led_plan.plan.code
    return {
        "title": led_plan.plan.title,
        "note": f"{pluralise(len(led_plan.lines), 'action')}"
        + (" ; un projet d’avenant est ouvert" if led_plan.draft else ""),
        "rows": [_action_row(line, code, params) for line in led_plan.lines],
        "id": f"table-{code}",
        "section_id": f"plan-{code}",
    }


def _action_row(line: ActionSummary, code: str, params: PlanPageParams) -> list[Any]:
    due = line.calendar.milestones
    return [
        {"text": str(line.number), "value": str(line.number)},
        {
            "text": line.name,
            "url": reverse("plan:action", args=[code, line.number]) + params.querystring,
            "note": line.leads_text,
        },
        {
            "text": ", ".join(each.label for each in line.missing) or "rien",
            "note": f"{line.mark.met} champs remplis sur {line.mark.total}",
        },
        {
            "text": " ; ".join(f"{each.label}, fin {each.on.year}" for each in due) or "aucune",
            "note": "dépassée" if has_overdue_deadline(line) else "",
        },
        {"text": "aucune à ce jour", "note": "à fournir"},
    ]


def _pending_version_values(each: PendingVersion) -> dict[str, Any]:
    return {
        "label": f"{each.plan.title}, {each.label.lower()}",
        "step": each.step,
        "url": reverse("plan:glance", args=[each.plan.code]) + f"?version={each.number}",
    }
