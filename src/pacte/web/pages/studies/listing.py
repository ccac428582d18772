"""« Où en sont les études ? »: cases of a plan, late ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.queries import case_action_choices, case_summaries
from pacte.procedures.records.cases import CaseFacts
from pacte.procedures.rules.transitions import stage_path
from pacte.web.pages.studies.words import due_words, summary
from pacte.web.plan_seen import PlanSeen, frame_of, plan_seen
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.procedures.queries import CaseSummary

_COLUMNS = (
    {"label": "Action"},
    {"label": "Dossier"},
    {"label": "Étape"},
    {"label": "Ce qui est attendu"},
    {"label": "Responsable"},
    {"label": "État"},
)


@signed_in
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    seen = plan_seen(request, code)
    lines = case_summaries(actor=seen.actor, plan=seen.plan, on=seen.on)
    names = action_titles_by_number(actor=seen.actor, plan=seen.plan, on=seen.on)
    may_open = seen.is_today and case_action_choices(actor=seen.actor, plan=seen.plan, on=seen.on)
    context = frame_of(request, seen, trail=[{"label": "Études"}], dated=False) | {
        "answer": summary(lines),
        "columns": _COLUMNS,
        "rows": [_row(line, seen, names) for line in lines],
        "open_url": seen.url("studies:open") if may_open else "",
    }
    return render(request, "studies/list.html", context)


def badge_of(line: CaseSummary) -> dict[str, str]:
    """State of a case: label, sign and tone."""
    if line.is_ended:
        return {
            "word": line.stage.label.lower(),
            "sign": "check",
            "tone": "good" if line.outcome != "sans suite" else "",
        }
    if line.held_since:
        return {"word": "en attente", "sign": "half", "tone": "watch"}
    if line.late:
        return {"word": "en retard", "sign": "diamond", "tone": "bad"}
    return {"word": "en cours", "sign": "clock", "tone": ""}


def _row(line: CaseSummary, seen: PlanSeen, names: dict[ActionCode, str]) -> list[Any]:
    stages = stage_path(line.procedure, CaseFacts(line.stage.code))
    place = next((rank for rank, (code, _) in enumerate(stages, start=1) if code == line.stage.code), 1)
    due = line.next_due
    awaited: Any = "rien de daté"
    if line.held_since:
        awaited = {"text": line.held_until_what, "note": f"depuis le {format_day(line.held_since)}"}
    elif due:
        awaited = {"text": due.label, "note": due_words(due, seen.on), "value": due.on.isoformat()}
    elif line.is_ended and line.ended_on:
        awaited = {"text": "terminé", "note": format_day(line.ended_on)}
    return [
        {
            "text": str(line.action_number),
            "value": str(line.action_number),
            "url": seen.url("plan:action", line.action_number),
            "note": names.get(line.action_number, ""),
        },
        {"text": line.title, "url": seen.url("studies:file", line.number), "note": line.procedure.short_title},
        {"text": line.stage.label, "note": f"étape {place} sur {len(stages)}"},
        awaited,
        line.owner_name or "à désigner",
        render_to_string("studies/state.html", {"badge": badge_of(line)}),
    ]
