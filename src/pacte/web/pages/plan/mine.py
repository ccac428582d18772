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
from pacte.web.pages.plan.frame import brand
from pacte.web.pages.plan.glance_attention import is_past
from pacte.web.pages.plan.lines import ActionLine, action_lines
from pacte.web.pages.plan.reading import DAY, Asked, asked_day
from pacte.web.signed_in import signed_in

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
class Led:
    """The actions of one plan that the actor leads."""

    plan: PlanSummary
    draft: int | None
    lines: tuple[ActionLine, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version with a next step that the actor may take."""

    plan: PlanSummary
    number: ActionCode
    label: str
    step: str


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = Asked(on=asked_day(request.GET.get(DAY, "")))
    on = asked.on or today()
    led, waiting = [], []
    known, people = plan_summaries(actor=actor), person_and_represented_ids(actor=actor, on=on)
    for plan in known:
        seen = visible_plan(actor=actor, code=plan.code, on=on)
        waiting += _steps(actor, plan, seen)
        numbers = set(action_numbers_led_by(actor=actor, version=seen.version, on=on, people=people))
        lines = tuple(line for line in action_lines(seen.content, on) if line.number in numbers) if numbers else ()
        if lines:
            draft = next((each.number for each in seen.versions if each.state is VersionState.DRAFT), None)
            led.append(Led(plan, draft, lines))
    home = main_plan(actor=actor)
    context = {
        "plan_code": home.code if home else "",
        "columns": _COLUMNS,
        "plan_actions": [{"label": "Voir le plan", "url": reverse("plan:home")}],
        "led": [_group(each, asked) for each in led],
        "waiting": [_waiting(each) for each in waiting],
        "replaced": [
            apply_french_spacing(f"En remplacement de {each.person} jusqu’au {format_day(each.valid_until)}.")
            for each in substitutions_for_actor(actor=actor, on=on)
        ],
        "answer": answer(
            sum(len(each.lines) for each in led), [line for each in led for line in each.lines], len(waiting)
        ),
        "as_of": {"id": "vu-au", "on": on, "action": request.path, "is_today": asked.on is None},
    }
    if known:
        context["brand"] = brand(known[0].region, known[0].first_year, known[0].last_year)
    return render(request, "plan/mine.html", context)


def answer(count: int, lines: list[ActionLine], waiting: int) -> str:
    """Summary sentence of the page."""
    said = []
    if count:
        late = sum(is_past(line) for line in lines)
        said.append(f"Vous portez {pluralise(count, 'action')}.")
        if late:
            said.append(f"{pluralise(late, 'échéance est dépassée', 'échéances sont dépassées')}.")
    else:
        said.append("Vous ne portez aucune action.")
    if waiting:
        said.append(f"{pluralise(waiting, 'version attend', 'versions attendent')} une étape que vous pouvez franchir.")
    return apply_french_spacing(" ".join(said))


def _steps(actor: Actor, plan: PlanSummary, seen: VisiblePlan) -> list[Waiting]:
    found = []
    for version in seen.versions:
        step = next_transition(version.state)
        scope = PlanScope(host_id=seen.plan.organisation_id, state=version.state)
        if step and may(actor, step.act, scope):
            found.append(Waiting(plan, version.number, version.label, step.label))
    return found


def _group(led: Led, asked: Asked) -> dict[str, Any]:
    code = led.plan.code
    return {
        "title": led.plan.title,
        "note": f"{pluralise(len(led.lines), 'action')}" + (" ; un projet d’avenant est ouvert" if led.draft else ""),
        "rows": [_row(line, code, asked) for line in led.lines],
        "id": f"table-{code}",
        "section_id": f"plan-{code}",
    }


def _row(line: ActionLine, code: str, asked: Asked) -> list[Any]:
    due = line.calendar.milestones
    return [
        {"text": str(line.number), "value": str(line.number)},
        {
            "text": line.name,
            "url": reverse("plan:action", args=[code, line.number]) + asked.carried,
            "note": line.leads_text,
        },
        {
            "text": ", ".join(each.label for each in line.missing) or "rien",
            "note": f"{line.mark.met} champs remplis sur {line.mark.total}",
        },
        {
            "text": " ; ".join(f"{each.label}, fin {each.on.year}" for each in due) or "aucune",
            "note": "dépassée" if is_past(line) else "",
        },
        {"text": "aucune à ce jour", "note": "à fournir"},
    ]


def _waiting(each: Waiting) -> dict[str, Any]:
    return {
        "label": f"{each.plan.title}, {each.label.lower()}",
        "step": each.step,
        "url": reverse("plan:glance", args=[each.plan.code]) + f"?version={each.number}",
    }
