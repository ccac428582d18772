"""« Quels tours ont été menés ? »: rounds of a plan, latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries import plan_by_code
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.rounds import RoundSummary, round_summaries
from pacte.web.pages.rounds.badges import days_left_text
from pacte.web.pages.rounds.page_context import round_page_context
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

_COLUMNS = (
    {"label": "Tour"},
    {"label": "État"},
    {"label": "Ouvert le", "kind": "day"},
    {"label": "Réponses avant le", "kind": "day"},
    {"label": "Comité"},
    {"label": "Réponses", "kind": "num"},
)


@require_login
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    scope = SteeringScope(host_id=plan.organisation_id)
    if not may(actor, "round.read", scope):
        raise NotFound
    lines = round_summaries(actor=actor, plan=plan)
    may_open = may(actor, "round.open", scope) and not any(line.is_open for line in lines)
    context = round_page_context(code, plan.title) | {
        "title": "Quels tours ont été menés ?",
        "answer": _answer(lines),
        "columns": _COLUMNS,
        "rows": [_round_row(line) for line in lines],
        "open_url": reverse("rounds:open", args=[code]) if may_open else "",
    }
    return render(request, "rounds/list.html", context)


def _answer(lines: list[RoundSummary]) -> str:
    if not lines:
        return "Aucun tour n’a encore été ouvert sur ce plan."
    running = next((line for line in lines if line.is_open), None)
    text = f"{pluralise(len(lines), 'tour')}. "
    if running is None:
        return text + f"Le dernier, « {lines[0].label} », est clos : ce qu’il contient est figé."
    return text + (
        f"« {running.label} » est ouvert : {running.answered_count} réponses sur {running.action_count}, "
        f"attendues avant le {format_day(running.due_on)}."
    )


def _round_row(line: RoundSummary) -> list[Any]:
    left = days_left_text(line.due_on, today()) if line.is_open else ""
    return [
        {
            "text": f"{line.number} · {line.label}",
            "url": reverse("rounds:round", args=[line.round_id]),
            "value": str(line.number),
        },
        "ouvert" if line.is_open else "clos, figé",
        format_day(line.opened_on),
        {"text": format_day(line.due_on), "note": left},
        format_day(line.committee_on),
        {"text": f"{line.answered_count} / {line.action_count}", "value": str(line.answered_count)},
    ]
