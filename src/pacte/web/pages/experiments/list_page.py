"""« Quelles expérimentations peuvent commencer ? »: experiments of a plan, what each lacks and who must write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from pacte.evaluation.queries import experiment_action_choices, experiment_summaries
from pacte.evaluation.records import ProtocolState
from pacte.evaluation.rules import PART_COUNT
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day
from pacte.plan.queries import people_of_action
from pacte.plan.queries.stakeholders import action_titles_by_number, lead_names_by_action
from pacte.web.dated_plan import DatedPlan, dated_plan_page_context, load_dated_plan
from pacte.web.pages.experiments.wording import experiment_badge, experiments_summary, missing_parts_text
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.evaluation.queries import ExperimentSummary

_COLUMNS = (
    {"label": "Action"},
    {"label": "Expérimentation"},
    {"label": "Fiche écrite"},
    {"label": "Ce qui manque, et qui le doit"},
    {"label": "Fin", "kind": "day"},
    {"label": "État"},
)
# Most urgent first.
_STATE_ORDER = (
    ProtocolState.LOCKED_INCOMPLETE,
    ProtocolState.INCOMPLETE,
    ProtocolState.READY,
    ProtocolState.LOCKED,
    ProtocolState.JUDGED,
    ProtocolState.WITHDRAWN,
)


@require_login
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    lines = sorted(
        experiment_summaries(actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on),
        key=lambda line: (_STATE_ORDER.index(line.state), line.action_number, line.number),
    )
    names = action_titles_by_number(actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on)
    leads = lead_name_by_action(dated_plan)
    context = dated_plan_page_context(request, dated_plan, breadcrumb=[{"label": "Expérimentations"}]) | {
        "answer": experiments_summary(lines),
        "columns": _COLUMNS,
        "rows": [_experiment_row(line, dated_plan, names, leads) for line in lines],
        "open_url": _open_url(dated_plan),
        "table_url": dated_plan.url("experiments:table"),
        "count": len(lines),
    }
    return render(request, "experiments/list.html", context)


def lead_name_by_action(dated_plan: DatedPlan) -> dict[ActionCode, str]:
    """Who leads each action on that day: the appointed person, else the leads as written in the plan."""
    people = people_of_action(actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on)
    words = lead_names_by_action(actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on)
    return words | {each.number: each.name for each in people}


def responsible_person_name(line: ExperimentSummary, leads: dict[ActionCode, str]) -> str:
    """Who must complete the protocol: the owner of the experiment, else the lead of the action."""
    return line.owner_name or leads.get(line.action_number, "") or "le pilote du pacte"


def _open_url(dated_plan: DatedPlan) -> str:
    may_open = dated_plan.is_today and experiment_action_choices(
        actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on
    )
    return dated_plan.url("experiments:open") if may_open else ""


def _experiment_row(
    line: ExperimentSummary, dated_plan: DatedPlan, names: dict[ActionCode, str], leads: dict[ActionCode, str]
) -> list[Any]:
    drawn = experiment_badge(line)
    missing = missing_parts_text(line.missing)
    end = line.content.end_on
    return [
        {
            "text": str(line.action_number),
            "value": str(line.action_number),
            "url": dated_plan.url("plan:action", line.action_number),
            "note": names.get(line.action_number, ""),
        },
        {"text": line.title, "url": dated_plan.url("experiments:sheet", line.number)},
        render_to_string("experiments/mark.html", {"filled": line.part_count, "total": PART_COUNT}),
        {"text": missing[:1].upper() + missing[1:], "note": f"par {responsible_person_name(line, leads)}"}
        if missing
        else "rien",
        {
            "text": format_day(end) if end else "non dite",
            "value": end.isoformat() if end else "",
            "note": "constat attendu" if line.is_overdue else "",
        },
        render_to_string("experiments/state.html", {"badge": drawn}),
    ]
