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
from pacte.web.dated_plan import DatedPlan, dated_plan_page_context, load_dated_plan
from pacte.web.pages.studies.wording import cases_summary, due_date_text
from pacte.web.require_login import require_login

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


@require_login
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    lines = case_summaries(actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on)
    names = action_titles_by_number(actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on)
    may_open = dated_plan.is_today and case_action_choices(
        actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on
    )
    context = dated_plan_page_context(request, dated_plan, breadcrumb=[{"label": "Études"}], dated=False) | {
        "answer": cases_summary(lines),
        "columns": _COLUMNS,
        "rows": [_case_row(line, dated_plan, names) for line in lines],
        "open_url": dated_plan.url("studies:open") if may_open else "",
    }
    return render(request, "studies/list.html", context)


def case_state_badge(line: CaseSummary) -> dict[str, str]:
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


def _case_row(line: CaseSummary, dated_plan: DatedPlan, names: dict[ActionCode, str]) -> list[Any]:
    stages = stage_path(line.procedure, CaseFacts(line.stage.code))
    place = next((rank for rank, (code, _) in enumerate(stages, start=1) if code == line.stage.code), 1)
    due = line.next_due
    awaited_cell: Any = "rien de daté"
    if line.held_since:
        awaited_cell = {"text": line.held_until_what, "note": f"depuis le {format_day(line.held_since)}"}
    elif due:
        awaited_cell = {"text": due.label, "note": due_date_text(due, dated_plan.on), "value": due.on.isoformat()}
    elif line.is_ended and line.ended_on:
        awaited_cell = {"text": "terminé", "note": format_day(line.ended_on)}
    return [
        {
            "text": str(line.action_number),
            "value": str(line.action_number),
            "url": dated_plan.url("plan:action", line.action_number),
            "note": names.get(line.action_number, ""),
        },
        {"text": line.title, "url": dated_plan.url("studies:file", line.number), "note": line.procedure.short_title},
        {"text": line.stage.label, "note": f"étape {place} sur {len(stages)}"},
        awaited_cell,
        line.owner_name or "à désigner",
        render_to_string("studies/state.html", {"badge": case_state_badge(line)}),
    ]
